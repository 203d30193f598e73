using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Runner;

/// <summary>
/// Sets variables of a notebook before it runs, by papermill's convention: a cell tagged <c>injected-parameters</c> behind the one tagged
/// <c>parameters</c>, which holds the defaults; one that an earlier run injected is replaced.
/// </summary>
public static class ParameterCell
{
    private const string Defaults = "parameters";
    private const string Injected = "injected-parameters";

    /// <summary>Writes the cell. Returns what a person should know: names that the notebook's own cell does not give a value to.</summary>
    /// <exception cref="NotebookFormatException">The cell with the defaults is in a language that parameters cannot be written in.</exception>
    /// <exception cref="ArgumentException">A name is no name of a variable.</exception>
    public static IReadOnlyList<string> Inject(NotebookDocument document, IReadOnlyList<RunParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0)
            return [];
        var defaults = document.CodeCells.FirstOrDefault(cell => cell.Tags.Contains(Defaults));
        var injected = document.CodeCells.FirstOrDefault(cell => cell.Tags.Contains(Injected));
        var kernel = defaults is null ? NotebookLanguage.CSharp : NotebookLanguage.KernelOf(document, defaults);
        var declared = DeclaredVariables.Of(defaults?.Source ?? "", kernel);
        var code = ParameterCode.Write(parameters, declared, kernel);
        var index = defaults is null ? 0 : IndexOf(document, defaults) + 1;
        if (injected is not null)
        {
            index = IndexOf(document, injected);
            document.Remove(injected);
        }
        var cell = document.Insert(index, CellKind.Code, code);
        if (injected?.Id is { } id)
            cell.Json["id"] = id;
        cell.Json["metadata"] = new JsonObject { ["tags"] = new JsonArray(Injected) };
        if (kernel != NotebookLanguage.CSharp)
            cell.Json["metadata"]!["polyglot_notebook"] = new JsonObject { ["kernelName"] = kernel };
        return Warnings(parameters, defaults, declared);
    }

    private static IReadOnlyList<string> Warnings(IReadOnlyList<RunParameter> parameters, NotebookCell? defaults, IReadOnlyDictionary<string, string?> declared)
    {
        if (defaults is null)
            return ["the notebook has no cell tagged 'parameters': the values are set before its first cell, and a cell that declares the same names wins."];
        return [.. parameters.Where(parameter => !declared.ContainsKey(parameter.Name))
            .Select(parameter => $"the cell tagged 'parameters' declares no '{parameter.Name}'{(declared.Count == 0 ? "" : $" (it has {string.Join(", ", declared.Keys)})")}.")];
    }

    private static int IndexOf(NotebookDocument document, NotebookCell cell) => document.Cells.Index().First(entry => entry.Item == cell).Index;
}
