using System.Reflection;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Notebooks.Display;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Packages;

/// <summary>Classes shaped as those of Plotly.NET are; the package itself is not at hand here.</summary>
[Collection(EngineCollection.Name)]
public sealed class PlotlyNetChartTests : IDisposable
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Version 5 on: a union type with static members, its cases nested classes that derive from it.</summary>
    private const string Union = """
        namespace Plotly.NET
        {
            public abstract class GenericChart
            {
                public class Chart : GenericChart { }
                public static string toFigureJson(GenericChart chart) => "{\"data\":[{\"x\":[1]}],\"layout\":{\"width\":600},\"frames\":[]}";
                public static string toChartHTML(GenericChart chart) => "<div>chart</div>";
            }
        }
        """;

    /// <summary>Before: functions of a module around the type.</summary>
    private const string Module = """
        namespace Plotly.NET
        {
            public static class GenericChart
            {
                public abstract class GenericChart2 { public class Chart : GenericChart2 { } }
                public static string toJson(GenericChart2 chart) => "[]";
                public static string toChartHTML(GenericChart2 chart) => "<div>chart</div>";
            }
        }
        """;

    public void Dispose() => Formatter.ResetToDefault();

    [Fact]
    public void A_chart_is_a_figure_of_plotly()
    {
        var chart = Chart(Union, "Plotly.NET.GenericChart+Chart");
        var data = MimeBundle.Of(chart);
        Assert.Equal(600, (int)data[Plotly]!["layout"]!["width"]!);
        Assert.Equal("a Plotly.NET chart", (string)data["text/plain"]!);
        Assert.Equal([Plotly, "text/plain"], data.Select(entry => entry.Key));
        Assert.Equal("<div>chart</div>", chart.ToDisplayString("text/html"));
    }

    [Fact]
    public void A_chart_of_the_time_before_shows_its_own_page()
    {
        // C# does not nest a class in one of the same name, F# does; so the name is patched in.
        var image = PackageFeed.Compile("PlotlyModule" + Guid.NewGuid().ToString("N"), Module);
        var text = System.Text.Encoding.Latin1.GetString(image).Replace("GenericChart2\0", "GenericChart\0\0", StringComparison.Ordinal);
        var chart = Activator.CreateInstance(Assembly.Load(System.Text.Encoding.Latin1.GetBytes(text)).GetType("Plotly.NET.GenericChart+GenericChart+Chart", throwOnError: true)!);
        var data = MimeBundle.Of(chart);
        Assert.Equal("<div>chart</div>", (string)data["text/html"]!);
        Assert.Equal("a Plotly.NET chart", (string)data["text/plain"]!);
    }

    private static object Chart(string code, string type) =>
        Activator.CreateInstance(Assembly.Load(PackageFeed.Compile("PlotlyUnion" + Guid.NewGuid().ToString("N"), code)).GetType(type, throwOnError: true)!)!;
}
