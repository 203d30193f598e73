using System.Reflection;
using System.Text.Json;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// Charts of the package Plotly.NET, recognised by the name of their type: the package's own formatters are for .NET Interactive only.
/// </summary>
internal static class PlotlyNetCharts
{
    private const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    /// <summary>How such charts are shown; null for other types.</summary>
    public static ConventionFormatters? For(Type type)
    {
        // From version 5 on the class Plotly.NET.GenericChart, before a type of that name within a module of that name.
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.FullName is not ("Plotly.NET.GenericChart" or "Plotly.NET.GenericChart+GenericChart" or "Plotly.NET.GenericChartModule+GenericChart"))
                continue;
            var chart = current;
            Type[] holders = chart.DeclaringType is { } module ? [chart, module] : [chart];
            MethodInfo? Function(string name) => holders.Select(holder => holder.GetMethod(name, BindingFlags.Public | BindingFlags.Static, [chart])).FirstOrDefault(method => method?.ReturnType == typeof(string));
            var json = Function("toFigureJson");
            var html = Function("toChartHTML") ?? Function("toEmbeddedHTML");
            var formatters = new List<ITypeFormatter>();
            if (json is not null)
                formatters.Add(new FunctionFormatter(chart, PlotlyMimeType, (value, context) => Write(json, value, context.Writer, IsFigure)));
            if (html is not null)
                formatters.Add(new FunctionFormatter(chart, HtmlFormatter.MimeType, (value, context) => Write(html, value, context.Writer, _ => true)));
            formatters.Add(new FunctionFormatter(chart, PlainTextFormatter.MimeType, (_, context) => Write("a Plotly.NET chart", context.Writer)));
            return new ConventionFormatters(formatters, json is not null ? [PlotlyMimeType] : null);
        }
        return null;
    }

    private static bool Write(MethodInfo function, object chart, TextWriter writer, Func<string, bool> isFit) =>
        function.Invoke(null, [chart]) is string text && isFit(text) && Write(text, writer);

    private static bool Write(string text, TextWriter writer)
    {
        writer.Write(text);
        return true;
    }

    /// <summary>A figure of plotly.js has traces and a layout.</summary>
    private static bool IsFigure(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("data", out _);
    }
}
