using System.Text.Json;
using Workbench.Plots;

namespace Workbench.Tests.Plots;

/// <summary>Reads what a figure says to plotly.</summary>
internal static class FigureJson
{
    public static JsonElement Root(Figure figure) => JsonDocument.Parse(figure.ToJson()).RootElement;

    public static JsonElement[] Traces(Figure figure) => [.. Root(figure).GetProperty("data").EnumerateArray()];

    public static JsonElement Layout(Figure figure) => Root(figure).GetProperty("layout");

    /// <summary>A list of numbers; NaN for null.</summary>
    public static double[] Numbers(JsonElement owner, string name) =>
        [.. owner.GetProperty(name).EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];

    public static string[] Texts(JsonElement owner, string name) => [.. owner.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];

    public static string Complaint(Func<object?> make) => Assert.ThrowsAny<ArgumentException>(() => { _ = make(); }).Message;
}
