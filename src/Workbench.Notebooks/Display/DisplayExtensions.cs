using System.Collections;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace System;

/// <summary>Shows any value from a cell.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows the value, in the MIME types given or those preferred for its type.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => KernelInvocationContext.Required.Display(value, mimeTypes);

    /// <summary>Shows a text that is in a MIME type already.</summary>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => KernelInvocationContext.Required.DisplayAs(value, mimeType);

    /// <summary>
    /// Shows a sequence as a table: one row an item, one column a property (a key, for dictionaries and JSON objects).
    /// <c>runs.DisplayTable("Seed", "Accuracy")</c> shows these columns only, in this order.
    /// </summary>
    /// <param name="items">As many as <see cref="Formatter.ListExpansionLimit"/> are shown.</param>
    /// <param name="columns">Names of properties; none for all.</param>
    public static DisplayedValue DisplayTable(this IEnumerable items, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(columns);
        return KernelInvocationContext.Required.Display(TableView.Of(items, columns, ExpansionLimits.For(items)));
    }

    /// <summary>Goes through a sequence and shows how far it is; see <see cref="ProgressDisplay"/>.</summary>
    /// <param name="items">The sequence.</param>
    /// <param name="label">Stands before the bar.</param>
    /// <param name="total">How many items there are; null to ask the sequence, where it knows without counting.</param>
    public static IEnumerable<T> WithProgress<T>(this IEnumerable<T> items, string label = "", long? total = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(label);
        return Go();

        IEnumerable<T> Go()
        {
            using var progress = new ProgressDisplay(total ?? (items.TryGetNonEnumeratedCount(out var count) ? count : null), label);
            foreach (var item in items)
            {
                yield return item;
                progress.Advance();
            }
            progress.Complete();
        }
    }
}
