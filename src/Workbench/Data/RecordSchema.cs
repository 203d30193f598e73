namespace Workbench.Data;

/// <summary>What a column of records holds.</summary>
public enum RecordColumnKind
{
    /// <summary>Numbers.</summary>
    Numeric,

    /// <summary>One of some words.</summary>
    Categorical,

    /// <summary>The class of the record; a word, and no feature.</summary>
    Label,
}

/// <summary>One column of records.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Levels">The words it may hold, in the order of their numbers; null takes those that occur, sorted. A label needs them.</param>
public sealed record RecordColumn(string Name, RecordColumnKind Kind, IReadOnlyList<string>? Levels = null);

/// <summary>The columns of records: features, and one label.</summary>
/// <remarks>
/// <code>
/// var schema = new RecordSchema([
///     new("duration", RecordColumnKind.Numeric), new("service", RecordColumnKind.Categorical),
///     new("label", RecordColumnKind.Label, ["normal", "attack"])]);
/// var records = RecordCsv.Read("mine.csv", schema);
/// </code>
/// </remarks>
public sealed class RecordSchema
{
    /// <summary>A schema.</summary>
    /// <param name="columns">The columns; the order of the features is theirs.</param>
    /// <exception cref="ArgumentException">Names repeat, no feature or not exactly one label is there, or a label has fewer than two levels.</exception>
    public RecordSchema(IReadOnlyList<RecordColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var repeated = columns.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (repeated is not null)
            throw new ArgumentException($"The column '{repeated.Key}' is named twice.", nameof(columns));
        var labels = columns.Where(c => c.Kind == RecordColumnKind.Label).ToArray();
        Features = [.. columns.Where(c => c.Kind != RecordColumnKind.Label)];
        if (labels.Length != 1 || Features.Count == 0)
            throw new ArgumentException($"Expected one label and at least one feature; got {labels.Length} and {Features.Count}.", nameof(columns));
        Label = labels[0];
        if (Label.Levels is not { Count: >= 2 })
            throw new ArgumentException($"The label '{Label.Name}' needs its classes: at least two levels.", nameof(columns));
        Columns = columns;
    }

    /// <summary>All columns.</summary>
    public IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>The columns that are features, in order.</summary>
    public IReadOnlyList<RecordColumn> Features { get; }

    /// <summary>The column of the class.</summary>
    public RecordColumn Label { get; }
}
