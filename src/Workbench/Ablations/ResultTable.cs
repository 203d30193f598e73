using Workbench.Display;
using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>A table that notebooks show and files keep: HTML that sorts on a click, plain text, Markdown, CSV and JSON.</summary>
[TypeFormatterSource(typeof(ResultTableFormatters), PreferredMimeTypes = [Mime.Html, Mime.Markdown, Mime.Text])]
public abstract class ResultTable
{
    private protected ResultTable()
    {
    }

    /// <summary>The table as comma-separated values (RFC 4180): numbers with all their digits, a header line, lines ended by "\n".</summary>
    public string ToCsv() => TableFiles.Csv(DataGrid());

    /// <summary>The table as a JSON array of objects, one a row; numbers and booleans are such, NaN is null.</summary>
    public string ToJson() => TableFiles.Json(DataGrid());

    /// <summary>The table as a Markdown table, rounded as it is shown.</summary>
    public string ToMarkdown() => TableText.Markdown(ShownGrid());

    /// <summary>Writes the table to a file, by its extension: .csv, .json, .md or .html.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="ArgumentException">Another extension.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.WriteAllText(path, Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => ToCsv(),
            ".json" => ToJson(),
            ".md" => ToMarkdown(),
            ".html" => TableHtml.Page(ShownGrid()),
            var other => throw new ArgumentException($"a table is saved as .csv, .json, .md or .html, not '{other}'", nameof(path)),
        });
    }

    /// <summary>The table as aligned plain text.</summary>
    public override string ToString() => TableText.Plain(ShownGrid());

    /// <summary>What is shown: rounded, with intervals beside means.</summary>
    internal abstract CellGrid ShownGrid();

    /// <summary>What files keep: one value a column.</summary>
    internal abstract CellGrid DataGrid();
}
