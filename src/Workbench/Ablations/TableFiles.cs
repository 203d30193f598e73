using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;

namespace Workbench.Ablations;

/// <summary>Tables as files that other programs read.</summary>
internal static class TableFiles
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Csv(CellGrid grid)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n" }))
        {
            foreach (var name in grid.Columns)
                csv.WriteField(name);
            csv.EndRecord();
            foreach (var row in grid.Rows)
            {
                foreach (var cell in row)
                    csv.WriteField(Text(cell.Value));
                csv.EndRecord();
            }
        }

        return text.ToString();
    }

    public static string Json(CellGrid grid)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartArray();
            foreach (var row in grid.Rows)
            {
                json.WriteStartObject();
                foreach (var (name, cell) in grid.Columns.Zip(row))
                {
                    json.WritePropertyName(name);
                    switch (cell.Value)
                    {
                        case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
                        case int whole: json.WriteNumberValue(whole); break;
                        case bool flag: json.WriteBooleanValue(flag); break;
                        case string text: json.WriteStringValue(text); break;
                        case double number when double.IsInfinity(number): json.WriteStringValue(number > 0 ? "Infinity" : "-Infinity"); break;
                        default: json.WriteNullValue(); break;
                    }
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static string Text(object? value) => value switch
    {
        double number when double.IsNaN(number) => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
