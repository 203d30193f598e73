using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Display;
using Workbench.Notebooks.Format;
using Workbench.Plots;

namespace Workbench.Cli.Running;

/// <summary>
/// Keeps an executed notebook in the repository: figures get a small PNG beside their JSON, for places that run no script,
/// and a file that has grown too large to review is refused.
/// </summary>
internal static class SavedNotebook
{
    /// <summary>The largest notebook that is kept, in bytes.</summary>
    public const int Limit = 200_000;

    private const string Png = "image/png";
    private const string PictureTag = "picture:";

    /// <summary>Adds the PNGs and writes the notebook.</summary>
    /// <param name="document">The executed notebook.</param>
    /// <param name="path">Where it is kept.</param>
    /// <param name="render">Draws figures, given as plotly JSON.</param>
    /// <exception cref="UsageException">It is too large; the message names what is.</exception>
    /// <exception cref="InvalidOperationException">A figure cannot be drawn.</exception>
    public static void Write(NotebookDocument document, string path, Func<IReadOnlyList<string>, byte[][]> render)
    {
        AddPngs(document, render);
        var size = Encoding.UTF8.GetByteCount(document.ToText());
        if (size > Limit)
            throw new UsageException($"{Checkout.Show(path)} would have {Kilobytes(size)}, more than the {Kilobytes(Limit)} that are kept, and is not saved. Largest: {Largest(document)}. Show fewer points or a smaller picture.");
        document.Save(path);
    }

    /// <summary>
    /// Writes the pictures that pages outside the notebook show: the first figure of every cell tagged <c>picture:NAME</c> becomes
    /// <c>NAME.png</c> in the folder, so that what a page shows is what the run drew.
    /// </summary>
    /// <param name="document">The executed notebook.</param>
    /// <param name="folder">Where the pictures are kept.</param>
    /// <param name="render">Draws figures, given as plotly JSON.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="UsageException">A tag's name is no file name, or its cell shows no figure.</exception>
    public static IReadOnlyList<string> WritePictures(NotebookDocument document, string folder, Func<IReadOnlyList<string>, byte[][]> render)
    {
        var asked = new List<(string Path, string Figure)>();
        foreach (var (cell, number) in document.CodeCells.Select((cell, index) => (cell, index + 1)))
            foreach (var name in cell.Tags.Where(tag => tag.StartsWith(PictureTag, StringComparison.Ordinal)).Select(tag => tag[PictureTag.Length..]))
            {
                if (name.Length == 0 || name.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") >= 0)
                    throw new UsageException($"Cell {number} is tagged '{PictureTag}{name}': expected a name of small letters, digits and hyphens.");
                var figure = cell.Outputs.Select(output => (output.Data as JsonObject)?[Mime.Plotly]).FirstOrDefault(data => data is not null)
                    ?? throw new UsageException($"Cell {number} is tagged '{PictureTag}{name}', but shows no figure.");
                asked.Add((Path.Combine(folder, name + ".png"), figure.ToJsonString()));
            }

        if (asked.Count == 0)
            return [];
        Directory.CreateDirectory(folder);
        var drawn = asked.Zip(render([.. asked.Select(picture => picture.Figure)])).ToList();
        foreach (var ((path, _), picture) in drawn)
        {
            File.WriteAllBytes(path + ".new", picture);
            File.Move(path + ".new", path, overwrite: true);
        }

        return [.. drawn.Select(picture => picture.First.Path)];
    }

    private static void AddPngs(NotebookDocument document, Func<IReadOnlyList<string>, byte[][]> render)
    {
        var bundles = document.CodeCells.SelectMany(cell => cell.Outputs).Select(output => output.Data).OfType<JsonObject>()
            .Where(data => data[Mime.Plotly] is JsonObject).ToList();
        if (bundles.Count == 0)
            return;
        var pictures = render([.. bundles.Select(data => data[Mime.Plotly]!.ToJsonString())]);
        foreach (var (data, picture) in bundles.Zip(pictures))
            data[Png] = Convert.ToBase64String(picture);
    }

    private static string Largest(NotebookDocument document)
    {
        var parts =
            from cell in document.CodeCells.Select((cell, index) => (Cell: cell, Number: index + 1))
            from output in cell.Cell.Outputs
            from part in output.Data is { } data ? data.Select(pair => (Name: pair.Key, Size: Size(pair.Value))) : [(Name: output.Type, Size: Size(output.Json))]
            orderby part.Size descending
            select $"{part.Name} of cell {cell.Number} ({Kilobytes(part.Size)})";
        return string.Join(", ", parts.Take(3));
    }

    private static int Size(JsonNode? node) => Encoding.UTF8.GetByteCount(node?.ToJsonString() ?? "");

    private static string Kilobytes(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000} KB");
}
