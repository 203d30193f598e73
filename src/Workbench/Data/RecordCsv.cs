using System.Globalization;
using CsvHelper;

namespace Workbench.Data;

/// <summary>One place where a file does not fit its schema.</summary>
/// <param name="Line">The line in the file, from 1, the header included.</param>
/// <param name="Column">The column's name; empty when the whole line is at fault.</param>
/// <param name="Problem">What was found and what is expected.</param>
public sealed record RecordError(long Line, string Column, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => Column.Length == 0 ? $"line {Line}: {Problem}" : $"line {Line}, column '{Column}': {Problem}";
}

/// <summary>A file does not fit its schema.</summary>
/// <param name="source">The file.</param>
/// <param name="errors">The first places where it does not, in order.</param>
/// <param name="more">Whether reading stopped at the most errors that are listed.</param>
public sealed class RecordFormatException(string source, IReadOnlyList<RecordError> errors, bool more)
    : Exception($"'{source}' does not fit its schema:{string.Concat(errors.Select(e => $"\n  {e}"))}{(more ? "\n  … and maybe more" : "")}")
{
    /// <summary>The first places where it does not fit, in order.</summary>
    public IReadOnlyList<RecordError> Errors { get; } = errors;
}

/// <summary>Records from comma-separated files with a header; columns that the schema does not name are passed over.</summary>
public static class RecordCsv
{
    /// <summary>The most errors that are listed before reading stops.</summary>
    public const int MostErrors = 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="schema">Its columns.</param>
    /// <returns>All records; nothing is left out or filled in.</returns>
    /// <exception cref="RecordFormatException">A value does not fit, and where.</exception>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    public static RecordTable Read(string path, RecordSchema schema)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(schema);
        using var reader = new StreamReader(path);
        return Read(reader, schema, Path.GetFileName(path));
    }

    /// <summary>Reads comma-separated text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="RecordFormatException">A value does not fit, and where.</exception>
    public static RecordTable Read(TextReader text, RecordSchema schema, string source = "records")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(schema);
        var reading = new Reading(schema, source);
        using var csv = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        }, true);
        try
        {
            reading.Header(csv.Headers);
            while (csv.Read())
                reading.Record(csv);
        }
        catch (CsvFormatException e)
        {
            throw new RecordFormatException(source, [.. reading.Errors, new RecordError(csv.LineNumber, "", e.Message)], false);
        }

        return reading.Table();
    }

    private sealed class Reading(RecordSchema schema, string source)
    {
        private readonly Dictionary<string, List<double>> numbers = [];
        private readonly Dictionary<string, List<string>> words = [];
        private readonly List<int> labels = [];
        private int[] places = [];
        private int width;

        public List<RecordError> Errors { get; } = [];

        public void Header(IReadOnlyList<string> names)
        {
            width = names.Count;
            places = [.. schema.Columns.Select(column => IndexOf(names, column.Name))];
            foreach (var (column, place) in schema.Columns.Zip(places))
            {
                if (place < 0)
                    Errors.Add(new RecordError(1, column.Name, $"the header lacks it; it has {string.Join(", ", names.Select(n => $"'{n}'"))}"));
                else if (column.Kind == RecordColumnKind.Numeric) numbers[column.Name] = [];
                else words[column.Name] = [];
            }

            if (Errors.Count > 0)
                throw new RecordFormatException(source, Errors, false);
        }

        public void Record(CsvReader csv)
        {
            if (csv.FieldCount != width)
                Fail(csv, "", $"{csv.FieldCount} fields; the header has {width}");
            else
                for (var i = 0; i < places.Length; i++)
                    Field(csv, schema.Columns[i], csv.GetString(places[i]));
        }

        public RecordTable Table() => Errors.Count > 0 ? throw new RecordFormatException(source, Errors, false) : new RecordTable(
            schema, numbers.ToDictionary(p => p.Key, p => p.Value.ToArray()),
            words.Where(p => p.Key != schema.Label.Name).ToDictionary(p => p.Key, p => p.Value.ToArray()), [.. labels]);

        private void Field(CsvReader csv, RecordColumn column, string value)
        {
            if (value.Length == 0)
                Fail(csv, column.Name, "empty");
            else if (column.Kind == RecordColumnKind.Numeric)
            {
                if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                    numbers[column.Name].Add(number);
                else
                    Fail(csv, column.Name, $"'{value}' is no finite number");
            }
            else if (column.Levels is { } levels && IndexOf(levels, value) < 0)
                Fail(csv, column.Name, $"'{value}' is none of {string.Join(", ", levels.Select(l => $"'{l}'"))}");
            else if (column.Kind == RecordColumnKind.Label)
                labels.Add(IndexOf(column.Levels!, value));
            else
                words[column.Name].Add(value);
        }

        private void Fail(CsvReader csv, string column, string problem)
        {
            Errors.Add(new RecordError(csv.LineNumber, column, problem));
            if (Errors.Count == MostErrors)
                throw new RecordFormatException(source, Errors, true);
        }

        private static int IndexOf(IReadOnlyList<string> names, string name)
        {
            for (var i = 0; i < names.Count; i++)
                if (names[i] == name) return i;
            return -1;
        }
    }
}
