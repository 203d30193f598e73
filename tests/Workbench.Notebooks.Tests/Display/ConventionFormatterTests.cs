using System.Collections;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Notebooks.Display;

namespace Workbench.Notebooks.Tests.Display;

/// <summary>Types that bring their formatters as a library without any reference to the kernel would.</summary>
[Collection(Engine.EngineCollection.Name)]
public sealed class ConventionFormatterTests : IDisposable
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    public void Dispose() => Formatter.ResetToDefault();

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[]? PreferredMimeTypes { get; set; }
    }

    private sealed class FigureSource
    {
        public IEnumerable CreateTypeFormatters() => new object[] { new FigureFormatter(), new FigureText() };
    }

    private sealed class FigureFormatter
    {
        public string MimeType => Plotly;

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not Figure figure)
                return false;
            writer.Write($"{{\"data\":[],\"layout\":{{\"title\":\"{figure.Title}\"}}}}");
            return true;
        }
    }

    private sealed class FigureText
    {
        public string MimeType => "text/plain";

        public Type Type => typeof(Figure);

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write("a figure");
            return true;
        }
    }

    [TypeFormatterSource(typeof(FigureSource), PreferredMimeTypes = [Plotly])]
    private class Figure
    {
        public string Title { get; init; } = "t";
    }

    private sealed class SpecialFigure : Figure;

    private sealed class BrokenSource
    {
        public IEnumerable CreateTypeFormatters() => throw new InvalidOperationException("broken source");
    }

    [TypeFormatterSource(typeof(BrokenSource))]
    private sealed class Broken
    {
        public int Value => 3;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Formatters_and_preferred_types_come_from_the_attribute_also_inherited(bool inherited)
    {
        var bundle = MimeBundle.Of(inherited ? new SpecialFigure() : new Figure());
        Assert.Equal([Plotly, "text/plain"], bundle.Select(entry => entry.Key));
        Assert.Equal("t", (string?)bundle[Plotly]!["layout"]!["title"]);
        Assert.Equal("a figure", (string?)bundle["text/plain"]);
    }

    [Fact]
    public void They_rank_below_registered_ones_and_survive_a_reset()
    {
        Formatter.Register<Figure>(_ => "mine");
        Assert.Equal("mine", new Figure().ToDisplayString());
        Formatter.ResetToDefault();
        Assert.Equal("a figure", new Figure().ToDisplayString());
    }

    [Fact]
    public void They_apply_inside_other_values() => Assert.Equal("(anonymous)\n  F: a figure", new { F = new Figure() }.ToDisplayString());

    [Fact]
    public void A_source_that_throws_falls_back_to_the_built_in_form() => Assert.Equal("Broken\n  Value: 3", new Broken().ToDisplayString());
}
