using Workbench.Cli.Gallery;
using Workbench.Papers;

namespace Workbench.Cli.Tests.Gallery;

public sealed class EffectTests
{
    private static ComparisonResult Compared(string comparison, double threshold, double estimate, double low, double high, double? effect) =>
        new("text", "q", comparison, threshold, estimate, low, high, effect, 5, "holds");

    [Fact]
    public void The_interval_is_on_the_effects_own_scale()
    {
        // Standard deviation 2: the estimate is 3 deviations above what is asked, the interval's ends 2 and 4.
        var above = Effect.Of(Compared(">=", 10, 16, 14, 18, 3))!;
        Assert.Equal((3, 2, 4), (above.Value, above.Low, above.High));
        // Asked to lie below: the same distance, and the ends change places.
        var below = Effect.Of(Compared("<=", 10, 4, 2, 6, 3))!;
        Assert.Equal((3, 2, 4), (below.Value, below.Low, below.High));
        // On the wrong side it is negative.
        var wrong = Effect.Of(Compared("<=", 10, 16, 14, 18, -3))!;
        Assert.Equal((-3, -4, -2), (wrong.Value, wrong.Low, wrong.High));
    }

    [Fact]
    public void Without_a_spread_there_is_no_effect_and_on_the_threshold_no_interval()
    {
        Assert.Null(Effect.Of(Compared(">=", 1, 2, 1, 3, null)));
        Assert.Equal(new Effect(0, 0, 0), Effect.Of(Compared(">=", 1, 1, 0, 2, 0)));
    }

    [Fact]
    public void The_scale_keeps_order_and_holds_all_effects()
    {
        var scale = new EffectScale([new(-20, -30, -10), new(3000, 2000, 4000)]);
        double[] places = [scale.Place(-30), scale.Place(-1), scale.Place(0), scale.Place(0.5), scale.Place(3), scale.Place(4000)];
        Assert.Equal(places.Order(), places);
        Assert.InRange(places[0], 0, 100);
        Assert.InRange(places[^1], 0, 100);
        Assert.Contains(0, scale.Ticks);
        Assert.Equal(scale.Place(3) - scale.Place(0), scale.Place(0) - scale.Place(-3), 9);
    }

    [Theory]
    [InlineData("index.html", "papers/01-flow.html", "papers/01-flow.html")]
    [InlineData("papers/01-flow.html", "index.html", "../index.html")]
    [InlineData("papers/01-flow.html", "papers/02.html", "02.html")]
    [InlineData("papers/01-flow.html", "notebooks/a b#c.html", "../notebooks/a%20b%23c.html")]
    public void Pages_link_to_each_other_by_relative_addresses(string from, string to, string expected) => Assert.Equal(expected, SiteMap.Link(from, to));

    [Fact]
    public void Text_in_markup_is_escaped_and_markup_is_not()
    {
        Html inner = $"<b>{"<i>&\"'"}</b>";
        Html outer = $"<p class=\"{"a\"b"}\">{inner}{1}{0.25}</p>";
        Assert.Equal("<p class=\"a&quot;b\"><b>&lt;i&gt;&amp;&quot;&#39;</b>10.25</p>", outer.ToString());
    }
}
