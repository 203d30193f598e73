using System.Reflection;
using Microsoft.CodeAnalysis;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Intelligence;

/// <summary>What a variable of the notebook holds now, in few words.</summary>
internal static class VariableValue
{
    /// <summary>The value without running code of its type; null when the variable has not come to life yet.</summary>
    public static string? Of(IFieldSymbol variable, ChainState state)
    {
        var cell = variable.ContainingAssembly.Name;
        var holder = state.Submissions.LastOrDefault(submission => submission?.GetType().Assembly.GetName().Name == cell);
        var field = holder?.GetType().GetField(variable.Name, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        if (field is null)
            return null;
        try
        {
            return ValuePreview.Of(field.GetValue(holder));
        }
        catch (Exception e) when (e is InvalidOperationException or TargetException or NotSupportedException)
        {
            // A running cell may be changing it.
            return null;
        }
    }
}
