using FsCheck;
using FsCheck.Fluent;
using Workbench.Papers;
using Outcome = Workbench.Papers.Outcome;

namespace Workbench.Tests.Papers;

/// <summary>Reading and evaluating criteria.</summary>
public class CriterionTests
{
    [Theory]
    [InlineData("a <= 0.05 in every seed", "0.05;0.01", Outcome.Holds)]
    [InlineData("a <= 0.05 in every seed", "0.051;0.01", Outcome.Fails)]
    [InlineData("a < 0.05 in every seed", "0.05;0.01", Outcome.Fails)]
    [InlineData("a > 0 in at least 4 of 5 seeds", "1;1;1;1;-1", Outcome.Holds)]
    [InlineData("a > 0 in at least 4 of 5 seeds", "1;1;1;-1;-1", Outcome.Fails)]
    [InlineData("a > 0 in at least 4 of 5 seeds", "1;1;1;1;1;1;1;-1;-1;-1", Outcome.Fails)]
    [InlineData("a > 0 in at least 4 of 5 seeds", "1;1;1;1;1;1;1;1;-1;-1", Outcome.Holds)]
    [InlineData("a > 0 in at least 4 of 5 seeds", "1;1;-1", Outcome.Fails)]
    [InlineData("a > 0 in at least 4 of 5 seeds", "1;1;1", Outcome.Holds)]
    [InlineData("count(a > 0) >= 2", "1;1;-1", Outcome.Holds)]
    [InlineData("mean(a) >= 1", "2;2.1;1.9", Outcome.Holds)]
    [InlineData("mean(a) >= 1", "0.1;0.2;0.1", Outcome.Fails)]
    [InlineData("mean(a) >= 1", "0.5;1.8;1.2", Outcome.Unclear)]
    [InlineData("mean(a) >= 1 and count(a > 0) >= 3", "0.5;1.8;-0.2", Outcome.Fails)]
    [InlineData("mean(a) >= 1 or max(a) > 1", "0.5;1.8;-0.2", Outcome.Holds)]
    [InlineData("not mean(a) >= 1", "0.1;0.2;0.1", Outcome.Holds)]
    [InlineData("not mean(a) >= 1", "0.5;1.8;1.2", Outcome.Unclear)]
    [InlineData("median(a) >= 1", "0.5;1.8;1.2", Outcome.Holds)]
    [InlineData("min(a) >= 0.5 and max(a) <= 1.8", "0.5;1.8;1.2", Outcome.Holds)]
    [InlineData("std(a) <= 1", "1;2;3", Outcome.Holds)]
    [InlineData("lower(a, 0.95) > 0", "1;1.1;0.9", Outcome.Holds)]
    [InlineData("lower(a, 0.999) > 0", "1;1.1;0.9", Outcome.Fails)]
    [InlineData("upper(a, 0.95) < 1.2", "1;1.1;0.9", Outcome.Fails)]
    [InlineData("1 <= a and a <= 2 in every seed", "1;2", Outcome.Holds)]
    [InlineData("(a >= 1 and a <= 2) in at least 1 of 2 seeds", "1;3", Outcome.Holds)]
    [InlineData("abs(a) <= 0.015 in every seed", "-0.0149;0.002", Outcome.Holds)]
    [InlineData("max(a, 2) - min(a, 2) <= 1 in every seed", "3;1", Outcome.Holds)]
    [InlineData("-a * 2 + 1 >= -(3 - 1) / 2 in every seed", "1;0.5", Outcome.Holds)]
    [InlineData("a - 1 - 1 >= 1 in every seed", "3", Outcome.Holds)]
    [InlineData("8 / a / 2 >= 2 in every seed", "2", Outcome.Holds)]
    [InlineData("1 + a * 2 >= 7 in every seed", "3", Outcome.Holds)]
    [InlineData("sqrt(a) >= 3 and log(a) <= 2.2 in every seed", "9", Outcome.Holds)]
    [InlineData("a <= 1e-3 in every seed", "0.001", Outcome.Holds)]
    [InlineData("1 / a >= 0 in every seed", "0;1", Outcome.Unclear)]
    [InlineData("mean(a) / mean(a - a) >= 0", "1;2", Outcome.Unclear)]
    [InlineData("mean(a) >= 1", "1", Outcome.Holds)]
    [InlineData("share(a > 0) >= 0.5", "1;1;-1;-1", Outcome.Holds)]
    [InlineData("share(a > 0) > 0.5", "1;1;-1;-1", Outcome.Fails)]
    [InlineData("1 - share(a > 0) <= 0.25", "1;1;1;-1", Outcome.Holds)]
    [InlineData("exp(a) >= 2.718 and exp(a) <= 2.7183 in every seed", "1", Outcome.Holds)]
    [InlineData("exp(mean(log(a))) <= 2.01", "1;4", Outcome.Unclear)]
    [InlineData("exp(mean(log(a))) <= 2.01", "2;2", Outcome.Holds)]
    public void It_is_judged_as_it_reads(string text, string values, Outcome expected)
    {
        var a = values.Split(';').Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray();

        var (outcome, _) = Criterion.Parse(text, ["a"]).Judge(new Dictionary<string, IReadOnlyList<double>> { ["a"] = a });

        Assert.Equal(expected, outcome);
    }

    [Fact]
    public void In_every_seed_covers_all_conditions_joined_before_it()
    {
        var criterion = Criterion.Parse("a <= 1 and b <= 2 in every seed and min(a) <= 1");

        Assert.Equal(Outcome.Holds, Judge(criterion, [1, 0.5], [2, 1]).Outcome);
        Assert.Equal(Outcome.Fails, Judge(criterion, [1.1, 0.5], [2, 1]).Outcome);
        Assert.Equal(Outcome.Fails, Judge(criterion, [1, 0.5], [2, 2.1]).Outcome);
    }

    [Theory]
    [InlineData(0.05, 0.19, Outcome.Holds)]
    [InlineData(0.06, 0.19, Outcome.Fails)]
    [InlineData(0.04, 0.21, Outcome.Fails)]
    public void A_statement_about_every_seed_and_one_about_an_average_stand_side_by_side(double straightness, double distance, Outcome expected)
    {
        var criterion = Criterion.Parse("S2/S1 <= 0.05 in every seed and mean(SW2_2/SW2_1) <= 0.20", ["S1", "S2", "SW2_1", "SW2_2"]);

        var (outcome, comparisons) = criterion.Judge(new Dictionary<string, IReadOnlyList<double>>
        {
            ["S1"] = [1, 2, 4],
            ["S2"] = [straightness, 2 * straightness, 0.01],
            ["SW2_1"] = [1, 1, 1],
            ["SW2_2"] = [distance, distance, distance],
        });

        Assert.Equal(expected, outcome);
        Assert.Equal(straightness <= 0.05 ? 3 : 1, comparisons[0].SeedsHolding);
        Assert.Null(comparisons[1].SeedsHolding);
        Assert.Equal(["S2/S1", "mean(SW2_2/SW2_1)"], comparisons.Select(c => c.Quantity));
    }

    [Fact]
    public void A_ratio_of_averages_is_judged_with_its_own_interval()
    {
        var criterion = Criterion.Parse("mean(b)/mean(a) >= 1.08");

        var (outcome, comparisons) = Judge(criterion, [1.0, 2.0, 3.0], [1.2, 2.5, 3.5]);

        var comparison = Assert.Single(comparisons);
        Assert.Equal(1.2, comparison.Estimate.Mean, 1e-12);
        // Pseudo-values by hand: 3·1.2 - 2·(6.0/5.0), 3·1.2 - 2·(4.7/4.0), 3·1.2 - 2·(3.7/3.0) = 1.2, 1.25, 1.1333.
        double[] pseudo = [1.2, 1.25, 3.6 - 2 * 3.7 / 3];
        Assert.Equal(Workbench.Statistics.Estimate.Of(pseudo).StandardDeviation, comparison.Estimate.StandardDeviation, 1e-12);
        Assert.Equal(Outcome.Unclear, outcome);
    }

    [Fact]
    public void A_comparison_tells_its_numbers()
    {
        var (_, comparisons) = Judge(Criterion.Parse("b/a <= 0.5 in every seed"), [2, 4, 2], [0.2, 0.8, 1.4]);

        var c = Assert.Single(comparisons);
        Assert.Equal(("b/a <= 0.5", "b/a", "<=", 0.5), (c.Text, c.Quantity, c.Operator, c.Threshold));
        Assert.Equal([0.1, 0.2, 0.7], c.Values, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(2, c.SeedsHolding);
        Assert.Equal(Outcome.Fails, c.Outcome);
        Assert.Equal((0.5 - 1.0 / 3) / Workbench.Statistics.Estimate.Of([0.1, 0.2, 0.7]).StandardDeviation, c.EffectSize, 1e-12);
    }

    [Theory]
    [InlineData("b <= a + 1 in every seed", "b - (a + 1)")]
    [InlineData("b <= (a + 1) in every seed", "b - (a + 1)")]
    [InlineData("b <= a*2 in every seed", "b - a*2")]
    [InlineData("b <= (a) - (1) in every seed", "b - ((a) - (1))")]
    public void A_difference_from_a_sum_is_named_with_parentheses(string criterion, string quantity)
    {
        var (_, comparisons) = Judge(Criterion.Parse(criterion), [1, 2], [1.5, 3]);
        Assert.Equal(quantity, Assert.Single(comparisons).Quantity);
    }

    [Fact]
    public void Two_measured_sides_are_compared_by_their_difference()
    {
        var (outcome, comparisons) = Judge(Criterion.Parse("b > a in every seed"), [1, 2], [1.5, 3]);

        var c = Assert.Single(comparisons);
        Assert.Equal(Outcome.Holds, outcome);
        Assert.Equal(("b - a", ">", 0.0), (c.Quantity, c.Operator, c.Threshold));
        Assert.Equal(0.75, c.Estimate.Mean);
        Assert.True(c.EffectSize > 0);
    }

    [Fact]
    public void A_constant_left_side_is_turned_round()
    {
        var (outcome, comparisons) = Judge(Criterion.Parse("1 <= mean(a)"), [4, 4.1], [0, 0]);

        Assert.Equal(Outcome.Holds, outcome);
        Assert.Equal(("mean(a)", ">=", 1.0), (comparisons[0].Quantity, comparisons[0].Operator, comparisons[0].Threshold));
    }

    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("a <= 1", 0, "in every seed")]
    [InlineData("a", 0, "a condition is needed")]
    [InlineData("mean(a)", 0, "a condition is needed")]
    [InlineData("SW2_4 <= 1 in every seed", 0, "unknown measurement 'SW2_4'. Did you mean 'SW2_1'?")]
    [InlineData("a <= 1 and mean(a) <= 2", 0, "add 'in every seed'")]
    [InlineData("a <= 1 and b <= 2 in at least 1 of 2 seeds", 0, "parentheses")]
    [InlineData("0 <= a <= 1 in every seed", 7, "do not chain")]
    [InlineData("a = 1 in every seed", 2, "compared with <, <=, > or >=")]
    [InlineData("a ≤ 1 in every seed", 2, "write <= or >=")]
    [InlineData("a <= 5 % in every seed", 7, "0.05")]
    [InlineData("a <= 1.2.3 in every seed", 5, "not a number")]
    [InlineData("a <= 1x in every seed", 5, "runs into 'x'")]
    [InlineData("(a <= 1 in every seed", 21, "expected ')'")]
    [InlineData("a <= 1 in every seeds", 16, "expected 'seed', found 'seeds'")]
    [InlineData("a <= 1 in most seeds", 7, "in every seed")]
    [InlineData("a <= 1 in at least 3 of 2 seeds", 7, "not a share")]
    [InlineData("a <= 1 in at least 1.5 of 2 seeds", 19, "whole number")]
    [InlineData("a <= in every seed", 5, "cannot stand here")]
    [InlineData("mean(1) <= 1", 5, "nothing to summarise")]
    [InlineData("mean(mean(a)) <= 1", 5, "nothing to summarise")]
    [InlineData("mean(a, b) <= 1", 0, "one argument")]
    [InlineData("mean(a <= 1) <= 1", 5, "a number is needed here")]
    [InlineData("count(a) >= 1", 6, "a condition is needed")]
    [InlineData("count(mean(a) > 1) >= 1", 6, "count needs")]
    [InlineData("share(mean(a) > 1) >= 1", 6, "share needs")]
    [InlineData("shere(a > 1) >= 1", 0, "Did you mean 'share'?")]
    [InlineData("avrage(a) <= 1", 0, "unknown function 'avrage'")]
    [InlineData("meen(a) <= 1", 0, "Did you mean 'mean'?")]
    [InlineData("lower(a) > 0", 0, "lower(x, 0.95)")]
    [InlineData("lower(a, 95) > 0", 0, "lower(x, 0.95)")]
    [InlineData("mean(a) <= 1 in every seed", 0, "already over all seeds")]
    [InlineData("mean(a) <= 1 mean(b) <= 1", 13, "not expected here")]
    [InlineData("mean(a) <= (1 < 2)", 11, "a number is needed here")]
    [InlineData("a <= 1 and in every seed", 11, "cannot stand here")]
    public void What_cannot_be_read_is_explained_with_its_place(string text, int position, string problem)
    {
        var e = Assert.Throws<CriterionException>(() => Criterion.Parse(text, ["a", "b", "SW2_1"]));

        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Equal(position, e.Position);
    }

    [Fact]
    public void Names_are_listed_once_in_the_order_of_the_text()
    {
        var criterion = Criterion.Parse("  S2 / S1 <= 0.05\n and S1 > 0 in every seed ");

        Assert.Equal(["S2", "S1"], criterion.Measurements);
        Assert.Equal("S2 / S1 <= 0.05 and S1 > 0 in every seed", criterion.Text);
    }

    [Fact]
    public void Incomplete_measurements_are_refused()
    {
        var criterion = Criterion.Parse("b > a in every seed");

        Assert.Contains("'a' is missing", Assert.Throws<ArgumentException>(() => criterion.Judge(new Dictionary<string, IReadOnlyList<double>> { ["b"] = [1] })).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Judge(criterion, [1, double.NaN], [1, 2])).Message);
        Assert.Contains("1 values, 2 are needed", Assert.Throws<ArgumentException>(() => Judge(criterion, [1], [1, 2])).Message);
    }

    [Fact]
    public void Every_seed_is_the_same_as_as_many_seeds_as_there_are()
    {
        var every = Criterion.Parse("a <= 0.5 in every seed");
        var counted = Criterion.Parse("count(a <= 0.5) >= 3");

        Prop.ForAll(ArbMap.Default.ArbFor<(NormalFloat, NormalFloat, NormalFloat)>(), t =>
        {
            double[] a = [t.Item1.Get, t.Item2.Get, t.Item3.Get];
            return Judge(every, a, a).Outcome == Judge(counted, a, a).Outcome;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_makes_the_parser_fail_in_another_way()
    {
        string[] pieces = ["a", "b", "mean", "(", ")", "<=", ">", "and", "or", "not", "in", "every", "seed", "at", "least", "of", "seeds", "2", "0.5", "-", "*", "/", ",", "count", "lower", "@"];

        Prop.ForAll(Gen.Elements(pieces).ListOf().ToArbitrary(), words =>
        {
            try
            {
                Criterion.Parse(string.Join(' ', words), ["a", "b"]);
            }
            catch (CriterionException e)
            {
                Assert.InRange(e.Position, 0, string.Join(' ', words).Length);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static (Outcome Outcome, IReadOnlyList<Comparison> Comparisons) Judge(Criterion criterion, double[] a, double[] b) =>
        criterion.Judge(new Dictionary<string, IReadOnlyList<double>> { ["a"] = a, ["b"] = b });
}
