using System.Xml.Linq;

namespace Workbench.Notebooks.Intelligence.Documentation;

/// <summary>Lays a documentation comment out.</summary>
internal static class DocumentationSections
{
    /// <summary>Summary, parameters, result and exceptions; from detail level 1 on also remarks and examples.</summary>
    public static void Write(InspectionWriter writer, XElement documented, int detailLevel)
    {
        foreach (var summary in documented.Elements("summary"))
            writer.Paragraph(summary);
        Items("Type parameters", "typeparam", "name");
        Items("Parameters", "param", "name");
        Text("Returns", "returns");
        if (detailLevel > 0)
            Text("Value", "value");
        Items("Throws", "exception", "cref");
        if (detailLevel == 0)
            return;
        Text("Remarks", "remarks");
        Text("Example", "example");

        void Items(string title, string element, string attribute)
        {
            var items = documented.Elements(element).Where(item => !string.IsNullOrWhiteSpace(item.Value) || item.HasElements).ToList();
            if (items.Count == 0)
                return;
            writer.Title(title);
            foreach (var item in items)
                writer.Item(DocumentationText.Reference(item.Attribute(attribute)?.Value ?? ""), item);
        }

        void Text(string title, string element)
        {
            if (documented.Element(element) is not { } content || DocumentationText.Of(content).Plain.Length == 0)
                return;
            writer.Title(title);
            writer.Paragraph(content);
        }
    }
}
