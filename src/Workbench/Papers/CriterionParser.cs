namespace Workbench.Papers;

/// <summary>
/// Recursive descent over the grammar in <see cref="Criterion"/>'s comment. One routine per level of precedence; whether a part is a
/// value or a condition, and whether it is per seed or over seeds, is checked where it is used, so that messages can name the place.
/// </summary>
internal sealed class CriterionParser(string text, IReadOnlyCollection<string>? known)
{
    private static readonly string[] Summaries = ["mean", "median", "std", "min", "max", "lower", "upper"];
    private static readonly string[] Elementwise = ["abs", "sqrt", "log", "exp"];
    private static readonly string[] Counts = ["count", "share"];
    private static readonly string[] Reserved = ["and", "or", "not", "in", "every", "at", "least", "of", "seed", "seeds", .. Summaries, .. Elementwise, .. Counts];

    private readonly List<Token> _tokens = CriterionLexer.Read(text);
    private int _at;

    private Token Next => _tokens[_at];

    /// <summary>Words of the language, which no measurement may be called.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    public ConditionNode Parse()
    {
        if (Next.Kind == TokenKind.End)
            throw Error("the criterion is empty", 0);
        var node = Or();
        if (Next.Kind != TokenKind.End)
            throw Error($"{Next} is not expected here", Next.Start);
        var condition = Condition(node);
        return condition.PerSeed
            ? throw Error("this is a statement about one seed: add 'in every seed' or 'in at least K of N seeds', or compare a mean(…)", node.Start)
            : condition;
    }

    private CriterionNode Or()
    {
        var first = And();
        if (!IsWord("or"))
            return first;
        var all = new List<ConditionNode> { Condition(first) };
        while (TakeWord("or"))
            all.Add(Condition(And()));
        return Logic(false, all);
    }

    private CriterionNode And()
    {
        var first = Quantified(Operand());
        if (!IsWord("and"))
            return first;
        var all = new List<ConditionNode> { Condition(first) };
        while (TakeWord("and"))
        {
            var operand = Quantified(Operand());
            // "a and b in every seed" means both: for "every" the two readings are the same. For "at least" they are not.
            if (operand is QuantifiedNode quantified && all[^1].PerSeed)
            {
                if (quantified.Need != quantified.Of)
                    throw Error("put the conditions that hold in the same seeds in parentheses before 'in at least'", all[^1].Start);
                for (var i = all.Count - 1; i >= 0 && all[i].PerSeed; i--)
                    all[i] = new QuantifiedNode(all[i], 1, 1, all[i].Start, all[i].End);
            }

            all.Add(Condition(operand));
        }

        return Logic(true, all);
    }

    private LogicNode Logic(bool isAnd, List<ConditionNode> all)
    {
        var odd = all.FirstOrDefault(c => c.PerSeed != all[0].PerSeed);
        if (odd is not null)
        {
            var perSeed = all.First(c => c.PerSeed);
            throw Error("this is a statement about one seed beside one over all seeds: add 'in every seed' to it", perSeed.Start);
        }

        return new(isAnd, all, all[0].Start, all[^1].End);
    }

    private CriterionNode Quantified(CriterionNode node)
    {
        if (!IsWord("in"))
            return node;
        var start = Next.Start;
        var condition = Condition(node);
        if (!condition.PerSeed)
            throw Error("'in … seeds' follows a statement about one seed; this one is already over all seeds", node.Start);
        _at++;
        if (TakeWord("every"))
        {
            ExpectWord("seed");
            return new QuantifiedNode(condition, 1, 1, node.Start, Previous.End);
        }

        if (!TakeWord("at"))
            throw Error("expected 'in every seed' or 'in at least K of N seeds'", start);
        ExpectWord("least");
        var need = Whole();
        ExpectWord("of");
        var of = Whole();
        ExpectWord("seeds");
        if (need < 1 || need > of)
            throw Error($"'at least {need} of {of} seeds' is not a share of the seeds", start);
        return new QuantifiedNode(condition, need, of, node.Start, Previous.End);
    }

    private CriterionNode Operand()
    {
        var start = Next.Start;
        if (!TakeWord("not"))
            return Comparison();
        var condition = Condition(Comparison());
        return new NotNode(condition, start, condition.End);
    }

    private CriterionNode Comparison()
    {
        var left = Sum();
        if (!IsComparison(Next))
            return left;
        var symbol = _tokens[_at++].Text;
        var right = Sum();
        if (IsComparison(Next))
            throw Error("comparisons do not chain: write 'a <= x and x <= b', or abs(x) <= a", Next.Start);
        return new CompareNode(symbol, Value(left), Value(right), left.Start, right.End);
    }

    private CriterionNode Sum() => Series(Product, "+", "-");

    private CriterionNode Product() => Series(Sign, "*", "/");

    private CriterionNode Series(Func<CriterionNode> operand, string one, string other)
    {
        var left = operand();
        while (Next.Kind == TokenKind.Symbol && (Next.Text == one || Next.Text == other))
        {
            var symbol = _tokens[_at++].Text;
            var right = operand();
            left = new ArithmeticNode(symbol, [Value(left), Value(right)], left.Start, right.End);
        }

        return left;
    }

    private CriterionNode Sign()
    {
        if (!IsSymbol("-"))
            return Primary();
        var start = _tokens[_at++].Start;
        var operand = Value(Sign());
        return operand is NumberNode number
            ? new NumberNode(-number.Value, start, operand.End)
            : new ArithmeticNode("negate", [operand], start, operand.End);
    }

    private CriterionNode Primary()
    {
        var token = _tokens[_at];
        if (token.Kind == TokenKind.Number)
        {
            _at++;
            return new NumberNode(token.Number, token.Start, token.End);
        }

        if (IsSymbol("("))
        {
            _at++;
            var inner = Or();
            ExpectSymbol(")");
            return inner with { Start = token.Start, End = Previous.End };
        }

        if (token.Kind != TokenKind.Word)
            throw Error($"expected a number, a measurement or a function, found {token}", token.Start);
        _at++;
        if (IsSymbol("("))
            return Call(token);
        if (Reserved.Contains(token.Text))
            throw Error($"'{token.Text}' is a word of the language and cannot stand here", token.Start);
        if (known is not null && !known.Contains(token.Text))
            throw Error($"unknown measurement '{token.Text}'.{Nearest.Hint(token.Text, known)}", token.Start);
        return new MeasurementNode(token.Text, token.Start, token.End);
    }

    private ValueNode Call(Token name)
    {
        ExpectSymbol("(");
        var arguments = new List<CriterionNode> { Or() };
        while (IsSymbol(","))
        {
            _at++;
            arguments.Add(Or());
        }

        ExpectSymbol(")");
        var end = Previous.End;
        if (Counts.Contains(name.Text))
            return new CountNode(PerSeedCondition(name, Single(name, arguments)), name.Text == "share", name.Start, end);
        if (Elementwise.Contains(name.Text))
            return new ArithmeticNode(name.Text, [Value(Single(name, arguments))], name.Start, end);
        if (name.Text is "min" or "max" && arguments.Count > 1)
            return new ArithmeticNode(name.Text, [.. arguments.Select(Value)], name.Start, end);
        if (name.Text is "lower" or "upper")
            return Bound(name, arguments, end);
        if (Summaries.Contains(name.Text))
            return new SummaryNode(name.Text, PerSeedValue(Single(name, arguments)), 0.95, name.Start, end);
        throw Error($"unknown function '{name.Text}'.{Nearest.Hint(name.Text, [.. Summaries, .. Elementwise, .. Counts])}", name.Start);
    }

    private SummaryNode Bound(Token name, List<CriterionNode> arguments, int end)
    {
        if (arguments.Count != 2 || arguments[1] is not NumberNode { Value: > 0 and < 1 } level)
            throw Error($"write {name.Text}(x, 0.95): the {name.Text} end of the confidence interval of the mean at that level", name.Start);
        return new(name.Text, PerSeedValue(arguments[0]), level.Value, name.Start, end);
    }

    private CriterionNode Single(Token name, List<CriterionNode> arguments) => arguments.Count == 1
        ? arguments[0]
        : throw Error($"{name.Text} takes one argument, {arguments.Count} are given", name.Start);

    private ValueNode Value(CriterionNode node) => node as ValueNode
        ?? throw Error("a number is needed here, and this is a condition", node.Start);

    private ConditionNode Condition(CriterionNode node) => node as ConditionNode
        ?? throw Error("a condition is needed here, and this is a number: compare it with <, <=, > or >=", node.Start);

    private ValueNode PerSeedValue(CriterionNode node) => Value(node) is { PerSeed: true } value
        ? value
        : throw Error("this has the same value in every seed, so there is nothing to summarise", node.Start);

    private ConditionNode PerSeedCondition(Token name, CriterionNode node) => Condition(node) is { PerSeed: true } condition
        ? condition
        : throw Error($"{name.Text} needs a statement about one seed; this one is over all seeds", node.Start);

    private Token Previous => _tokens[_at - 1];

    private bool IsWord(string word) => Next.Kind == TokenKind.Word && Next.Text == word;

    private bool IsSymbol(string symbol) => Next.Kind == TokenKind.Symbol && Next.Text == symbol;

    private static bool IsComparison(Token token) => token.Kind == TokenKind.Symbol && token.Text is "<" or "<=" or ">" or ">=";

    private bool TakeWord(string word)
    {
        if (!IsWord(word))
            return false;
        _at++;
        return true;
    }

    private void ExpectWord(string word)
    {
        if (!TakeWord(word))
            throw Error($"expected '{word}', found {Next}", Next.Start);
    }

    private void ExpectSymbol(string symbol)
    {
        if (!IsSymbol(symbol))
            throw Error($"expected '{symbol}', found {Next}", Next.Start);
        _at++;
    }

    private int Whole()
    {
        var token = _tokens[_at];
        if (token.Kind != TokenKind.Number || token.Number != Math.Floor(token.Number) || token.Number > 1_000_000)
            throw Error($"expected a whole number of seeds, found {token}", token.Start);
        _at++;
        return (int)token.Number;
    }

    private CriterionException Error(string problem, int position) => new(problem, text, position);
}
