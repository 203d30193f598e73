using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Workbench.Notebooks.Intelligence.Documentation;

namespace Workbench.Notebooks.Intelligence;

/// <summary>The overloads of a call, with the parameter that the cursor is at between » and «.</summary>
internal sealed class SignatureHelp(InspectionWriter writer, SymbolDocumentation documentation, Compilation compilation)
{
    private const int MostOverloads = 12;

    public void Write(CallSite call, int position, int detailLevel)
    {
        var active = call.Chosen is { } chosen && Fits(chosen) ? chosen : call.Overloads.FirstOrDefault(Fits) ?? call.Overloads[0];
        var lines = new List<string>();
        var limit = detailLevel > 0 ? int.MaxValue : MostOverloads;
        // The one in question is shown even when the list is cut.
        var shown = call.Overloads.Take(limit).Contains(active, SymbolEqualityComparer.Default) ? call.Overloads.Take(limit) : call.Overloads.Take(limit - 1).Append(active);
        foreach (var overload in shown)
            lines.Add((SymbolEqualityComparer.Default.Equals(overload, active) ? "▸ " : "  ") + Marked(overload, call.ParameterAt(overload, position)));
        if (call.Overloads.Count > limit)
            lines.Add($"  … {call.Overloads.Count - limit} more");
        writer.Code(string.Join('\n', lines));
        if (documentation.Of(active, compilation) is not { } documented)
            return;
        if (documented.Element("summary") is { } summary)
            writer.Paragraph(summary);
        if (call.ParameterAt(active, position) is { } parameter && documented.Elements("param").FirstOrDefault(entry => entry.Attribute("name")?.Value == parameter.Name) is { } said)
            writer.Item(parameter.Name, said);

        bool Fits(ISymbol overload) => SymbolText.ParametersOf(overload) is var parameters
            && (call.ParameterAt(overload, position) is not null || (parameters.Length == 0 && call.Names.Count == 0)) && (call.Names.Count <= parameters.Length || parameters.Any(parameter => parameter.IsParams));
    }

    private static string Marked(ISymbol overload, IParameterSymbol? current)
    {
        var parts = overload.ToDisplayParts(SymbolText.Short);
        var parameters = string.Join(", ", SymbolText.ParametersOf(overload).Select(parameter =>
        {
            var shown = parameter.ToDisplayString(SymbolText.Short);
            return SymbolEqualityComparer.Default.Equals(parameter, current) ? $"»{shown}«" : shown;
        }));
        var (open, close) = overload is IPropertySymbol ? ("[", "]") : ("(", ")");
        var depth = parts.TakeWhile(part => part.ToString() != open).ToArray();
        return string.Concat(depth.Select(part => part.ToString())) + open + parameters + close;
    }
}
