using System.Xml.Linq;
using Workbench.Notebooks.Intelligence.Documentation;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Intelligence;

/// <summary>What a line that speaks to the kernel does.</summary>
internal static class DirectiveInspection
{
    /// <summary>Says what the line of the cursor does; null when it is none of those lines.</summary>
    public static Inspection? Of(string code, int position, IReadOnlyList<MagicName> magics)
    {
        var start = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var end = code.IndexOf('\n', start) is >= 0 and var newline ? newline : code.Length;
        var line = code.AsSpan(start, end - start);
        if (!line.StartsWith("#!") || magics.FirstOrDefault(magic => magic.Name == CellText.DirectiveWord(code.AsSpan(start, end - start))) is not { } known)
            return null;
        var writer = new InspectionWriter();
        writer.Code("#!" + known.Name);
        writer.Paragraph(new XElement("summary", known.Help));
        return writer.ToInspection();
    }
}
