using Workbench.Statistics;

namespace Workbench.Papers;

/// <summary>
/// Evaluates a parsed criterion. Values over seeds are functions of a set of seed positions, so that the same tree gives the value over
/// all seeds and the leave-one-out values of the jackknife.
/// </summary>
internal sealed class CriterionEvaluator(string text, int seeds, Func<string, int, double> measured)
{
    private readonly int[] _all = [.. Enumerable.Range(0, seeds)];

    /// <summary>The comparisons met on the way, in the order of the text.</summary>
    public List<Comparison> Comparisons { get; } = [];

    /// <summary>Outcome of a condition over all seeds, by Kleene's three-valued logic: a clear failure wins over an unclear part.</summary>
    public Outcome Judge(ConditionNode condition) => condition switch
    {
        CompareNode compare => Summarised(compare),
        NotNode not => Judge(not.Condition) switch { Outcome.Holds => Outcome.Fails, Outcome.Fails => Outcome.Holds, var unclear => unclear },
        LogicNode logic => Combine(logic.IsAnd, [.. logic.Conditions.Select(Judge)]),
        QuantifiedNode quantified => Quantified(quantified),
        _ => throw new InvalidOperationException($"unexpected {condition.GetType().Name}"),
    };

    private static Outcome Combine(bool isAnd, Outcome[] parts)
    {
        var decisive = isAnd ? Outcome.Fails : Outcome.Holds;
        return parts.Contains(decisive) ? decisive
            : parts.Contains(Outcome.Unclear) ? Outcome.Unclear
            : isAnd ? Outcome.Holds : Outcome.Fails;
    }

    private Outcome Quantified(QuantifiedNode node)
    {
        var parts = node.Condition.Descendants().OfType<CompareNode>().Where(c => c.PerSeed).Select(PerSeed).ToArray();
        Comparisons.AddRange(parts);
        if (parts.Any(c => c.Outcome == Outcome.Unclear))
            return Outcome.Unclear;
        var holding = _all.Count(seed => Holds(node.Condition, seed, _all));
        return holding >= node.Required(seeds) ? Outcome.Holds : Outcome.Fails;
    }

    private Comparison PerSeed(CompareNode node)
    {
        var (quantity, name, symbol, threshold) = Arrange(node);
        var values = _all.Select(seed => Value(quantity, seed, _all)).ToArray();
        var estimate = Estimate.Of(values);
        var holding = _all.Count(seed => Holds(node, seed, _all));
        var outcome = !values.All(double.IsFinite) ? Outcome.Unclear : holding == seeds ? Outcome.Holds : Outcome.Fails;
        return new(Slice(node), name, symbol, threshold, estimate, Effect(estimate, symbol, threshold), values, holding, outcome);
    }

    private Outcome Summarised(CompareNode node)
    {
        var (quantity, name, symbol, threshold) = Arrange(node);
        var estimate = IsSmooth(quantity)
            ? Jackknife.Of(seeds, kept => Value(quantity, 0, kept))
            : new Estimate(Value(quantity, 0, _all), double.NaN, Interval.Undefined, seeds, 0.95);
        var inside = estimate.Interval.Contains(threshold) && estimate.Interval.Width > 0;
        var outcome = inside || !double.IsFinite(estimate.Mean) ? Outcome.Unclear
            : Compare(node.Operator, Value(node.Left, 0, _all), Value(node.Right, 0, _all)) ? Outcome.Holds
            : Outcome.Fails;
        Comparisons.Add(new(Slice(node), name, symbol, threshold, estimate, Effect(estimate, symbol, threshold), [], null, outcome));
        return outcome;
    }

    /// <summary>A comparison as "quantity against a fixed number".</summary>
    private (ValueNode Quantity, string Name, string Operator, double Threshold) Arrange(CompareNode node)
    {
        if (IsConstant(node.Right))
            return (node.Left, Slice(node.Left), node.Operator, Value(node.Right, 0, _all));
        if (IsConstant(node.Left))
            return (node.Right, Slice(node.Right), Mirror(node.Operator), Value(node.Left, 0, _all));
        var difference = new ArithmeticNode("-", [node.Left, node.Right], node.Start, node.End);
        // A sum in parentheses begins before its first part.
        var right = node.Right is ArithmeticNode { Operation: "+" or "-" } sum && sum.Arguments[0].Start == sum.Start ? $"({Slice(sum)})" : Slice(node.Right);
        return (difference, $"{Slice(node.Left)} - {right}", node.Operator, 0);
    }

    private bool Holds(ConditionNode condition, int seed, IReadOnlyList<int> kept) => condition switch
    {
        CompareNode compare => Compare(compare.Operator, Value(compare.Left, seed, kept), Value(compare.Right, seed, kept)),
        NotNode not => !Holds(not.Condition, seed, kept),
        LogicNode { IsAnd: true } all => all.Conditions.All(c => Holds(c, seed, kept)),
        LogicNode any => any.Conditions.Any(c => Holds(c, seed, kept)),
        _ => throw new InvalidOperationException($"unexpected {condition.GetType().Name}"),
    };

    private double Value(ValueNode node, int seed, IReadOnlyList<int> kept) => node switch
    {
        NumberNode number => number.Value,
        MeasurementNode measurement => measured(measurement.Name, seed),
        CountNode count => kept.Count(s => Holds(count.Condition, s, kept)) / (count.IsShare ? (double)kept.Count : 1),
        SummaryNode summary => Summary(summary, [.. kept.Select(s => Value(summary.Argument, s, kept))]),
        ArithmeticNode arithmetic => Arithmetic(arithmetic.Operation, [.. arithmetic.Arguments.Select(a => Value(a, seed, kept))]),
        _ => throw new InvalidOperationException($"unexpected {node.GetType().Name}"),
    };

    private static double Summary(SummaryNode node, double[] values) => node.Function switch
    {
        "mean" => values.Average(),
        "median" => Quantile.Median(values),
        "std" => Estimate.Of(values).StandardDeviation,
        "min" => values.Min(),
        "max" => values.Max(),
        "lower" => Estimate.Of(values, node.Level).Interval.Low,
        "upper" => Estimate.Of(values, node.Level).Interval.High,
        _ => throw new InvalidOperationException($"unexpected {node.Function}"),
    };

    private static double Arithmetic(string operation, double[] a) => operation switch
    {
        "+" => a[0] + a[1],
        "-" => a[0] - a[1],
        "*" => a[0] * a[1],
        "/" => a[0] / a[1],
        "negate" => -a[0],
        "abs" => Math.Abs(a[0]),
        "sqrt" => Math.Sqrt(a[0]),
        "log" => Math.Log(a[0]),
        "exp" => Math.Exp(a[0]),
        "min" => a.Min(),
        "max" => a.Max(),
        _ => throw new InvalidOperationException($"unexpected {operation}"),
    };

    private static bool Compare(string symbol, double left, double right) => symbol switch
    {
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        _ => left >= right,
    };

    /// <summary>Whether the leave-one-out interval is meant for it: averages and arithmetic of them, no counts, ranks or interval ends.</summary>
    private static bool IsSmooth(ValueNode node) =>
        node.Descendants().OfType<SummaryNode>().Any()
        && node.Descendants().All(n => n is not CountNode and not SummaryNode { Function: not "mean" } and not ArithmeticNode { Operation: "min" or "max" });

    private static bool IsConstant(ValueNode node) => node.Descendants().All(n => n is NumberNode or ArithmeticNode);

    private static double Effect(Estimate estimate, string symbol, double threshold)
    {
        var towards = symbol is ">" or ">=" ? estimate.Mean - threshold : threshold - estimate.Mean;
        return estimate.StandardDeviation > 0 ? towards / estimate.StandardDeviation : double.NaN;
    }

    private static string Mirror(string symbol) => symbol switch { "<" => ">", "<=" => ">=", ">" => "<", _ => "<=" };

    private string Slice(CriterionNode node) => text[node.Start..node.End];
}
