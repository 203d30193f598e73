namespace Workbench.Papers;

/// <summary>A part of a parsed criterion and the stretch of text it came from.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">One past the last character.</param>
internal abstract record CriterionNode(int Start, int End)
{
    /// <summary>Whether it has one value per seed, rather than one over all seeds.</summary>
    public abstract bool PerSeed { get; }

    /// <summary>The parts it is made of.</summary>
    public virtual IEnumerable<CriterionNode> Parts => [];

    /// <summary>It and everything inside.</summary>
    public IEnumerable<CriterionNode> Descendants() => Parts.SelectMany(p => p.Descendants()).Prepend(this);
}

/// <summary>Something with a numeric value.</summary>
internal abstract record ValueNode(int Start, int End) : CriterionNode(Start, End);

/// <summary>Something that holds or does not.</summary>
internal abstract record ConditionNode(int Start, int End) : CriterionNode(Start, End);

internal sealed record NumberNode(double Value, int Start, int End) : ValueNode(Start, End)
{
    public override bool PerSeed => false;
}

internal sealed record MeasurementNode(string Name, int Start, int End) : ValueNode(Start, End)
{
    public override bool PerSeed => true;
}

/// <summary>+ - * / and the functions of one seed's numbers: negate, abs, sqrt, log, exp, min and max of several.</summary>
internal sealed record ArithmeticNode(string Operation, IReadOnlyList<ValueNode> Arguments, int Start, int End) : ValueNode(Start, End)
{
    public override bool PerSeed => Arguments.Any(a => a.PerSeed);

    public override IEnumerable<CriterionNode> Parts => Arguments;
}

/// <summary>A number over all seeds: mean, median, std, min, max, lower(x, level), upper(x, level).</summary>
internal sealed record SummaryNode(string Function, ValueNode Argument, double Level, int Start, int End) : ValueNode(Start, End)
{
    public override bool PerSeed => false;

    public override IEnumerable<CriterionNode> Parts => [Argument];
}

/// <summary>In how many seeds, or in which share of them, a condition holds.</summary>
internal sealed record CountNode(ConditionNode Condition, bool IsShare, int Start, int End) : ValueNode(Start, End)
{
    public override bool PerSeed => false;

    public override IEnumerable<CriterionNode> Parts => [Condition];
}

/// <summary>A comparison of two values by &lt;, &lt;=, &gt; or &gt;=.</summary>
internal sealed record CompareNode(string Operator, ValueNode Left, ValueNode Right, int Start, int End) : ConditionNode(Start, End)
{
    public override bool PerSeed => Left.PerSeed || Right.PerSeed;

    public override IEnumerable<CriterionNode> Parts => [Left, Right];
}

/// <summary>"and" / "or" of conditions on the same level (all per seed, or all over seeds).</summary>
internal sealed record LogicNode(bool IsAnd, IReadOnlyList<ConditionNode> Conditions, int Start, int End) : ConditionNode(Start, End)
{
    public override bool PerSeed => Conditions[0].PerSeed;

    public override IEnumerable<CriterionNode> Parts => Conditions;
}

internal sealed record NotNode(ConditionNode Condition, int Start, int End) : ConditionNode(Start, End)
{
    public override bool PerSeed => Condition.PerSeed;

    public override IEnumerable<CriterionNode> Parts => [Condition];
}

/// <summary>"… in every seed" (Need = Of = 1) or "… in at least Need of Of seeds", a share so that it scales with more seeds.</summary>
internal sealed record QuantifiedNode(ConditionNode Condition, int Need, int Of, int Start, int End) : ConditionNode(Start, End)
{
    public override bool PerSeed => false;

    public override IEnumerable<CriterionNode> Parts => [Condition];

    /// <summary>How many of <paramref name="seeds"/> seeds have to agree.</summary>
    public int Required(int seeds) => (int)(((long)seeds * Need + Of - 1) / Of);
}
