using System.Reflection;

namespace Workbench.Papers;

/// <summary>
/// Asks the torch binding that the process has loaded, whichever it is, without needing one: a result of an experiment that never
/// touched a tensor says "none".
/// </summary>
internal static class LoadedTorch
{
    /// <summary>The version of libtorch, "none" if no binding is loaded.</summary>
    public static string Version() => Ask(torch => torch.GetProperty("__version__")?.GetValue(null) as string) ?? "none";

    /// <summary>Whether the loaded binding sees a CUDA device.</summary>
    public static bool HasCuda() =>
        Ask(torch => torch.GetNestedType("cuda")?.GetMethod("is_available", Type.EmptyTypes)?.Invoke(null, []) as bool?) ?? false;

    /// <summary>"cpu" or "cuda", whichever GPU: what a choice of a device (<c>cpu</c>, <c>cuda</c>, <c>cuda:N</c>, <c>auto</c>, none) comes to.</summary>
    /// <param name="choice">The choice.</param>
    public static string KindOf(string choice)
    {
        var name = choice.Trim().ToLowerInvariant();
        return name.StartsWith("cuda", StringComparison.Ordinal) || (name == "auto" && HasCuda()) ? "cuda" : "cpu";
    }

    private static T? Ask<T>(Func<Type, T?> question)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name is "Workbench.LibTorch" or "TorchSharp"))
        {
            try
            {
                if (assembly.GetType("TorchSharp.torch") is { } torch && question(torch) is { } answer)
                    return answer;
            }
            catch (TargetInvocationException)
            {
                // A binding whose native part does not load has no version; the experiment has said so already.
            }
        }

        return default;
    }
}
