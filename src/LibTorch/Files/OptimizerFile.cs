using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Files;

/// <summary>
/// Optimisers' states as PyTorch's <c>optimizer.state_dict()</c> has them: <c>state</c> by the parameter's number, and
/// <c>param_groups</c> with options and the numbers of their parameters.
/// </summary>
internal static class OptimizerFile
{
    // Python's pairs, which are two options here.
    private static readonly (string pair, string first, string second)[] Pairs =
        [("betas", "beta1", "beta2"), ("etas", "etaminus", "etaplus"), ("step_sizes", "min_step", "max_step")];

    // Options that change what a step does; an optimiser that lacks them can only do without.
    private static readonly string[] Decisive = ["maximize", "decoupled_weight_decay", "amsgrad", "nesterov", "centered"];

    public static Dictionary<string, object?> Write(OptimizerHelper optimizer)
    {
        var own = optimizer.state_dict();
        var state = new Dictionary<long, object?>();
        for (var i = 0; i < own.State.Count; i++)
        {
            var fields = ((FieldState)own.State[i]).Named;
            // Python's optimisers have no state before the first step.
            if (fields.TryGetValue("step", out var step) ? step is 0L : fields.Values.All(value => value is null)) continue;
            var entry = new Dictionary<string, object?>();
            foreach (var (name, value) in fields)
                if (value is not null) entry[name] = Counted(optimizer, name) ? tensor(Convert.ToSingle(value, CultureInfo.InvariantCulture)) : value;
            state[i] = entry;
        }
        var groups = own.Options.Select((options, g) => (object?)Group(options, own.StateIndexRef[g])).ToList();
        return new() { ["state"] = state, ["param_groups"] = groups };
    }

    public static void Read(OptimizerHelper optimizer, object? value)
    {
        var own = optimizer.state_dict();
        var groups = Groups(value);
        var states = Part<OrderedDictionary<object, object?>>(value, "state");
        if (groups.Count != own.Options.Count)
            throw new ArgumentException($"The file has {groups.Count} parameter groups, the optimizer {own.Options.Count}.");
        // Everything is looked up and compared before anything changes.
        var changes = new List<Action>();
        for (var g = 0; g < groups.Count; g++)
        {
            var numbers = Part<List<object?>>(groups[g], "params");
            if (numbers.Count != own.StateIndexRef[g].Count)
                throw new ArgumentException($"Group {g} of the file has {numbers.Count} parameters, the optimizer's {own.StateIndexRef[g].Count}.");
            Read(own.Options[g], groups[g], changes);
            for (var i = 0; i < numbers.Count; i++)
            {
                var (target, options) = ((FieldState)own.State[own.StateIndexRef[g][i]], own.Options[g]);
                var found = numbers[i] is { } number && states.TryGetValue(number, out var entry) ? entry as OrderedDictionary<object, object?> : null;
                if (found is null || found.Count == 0) changes.Add(() => target.Initialize(options));
                else Read(target, found, $"parameter {numbers[i]}", changes);
            }
        }
        foreach (var change in changes) change();
    }

    private static void Read(OptimizerOptions options, OrderedDictionary<object, object?> group, List<Action> changes)
    {
        var fields = options.Named;
        foreach (var name in Decisive)
            if (!fields.ContainsKey(name) && group.TryGetValue(name, out var set) && set is true)
                throw new NotSupportedException($"The file's optimizer has {name}, which this one does not do.");
        var values = fields.ToDictionary(field => field.Key, field =>
        {
            foreach (var (pair, first, second) in Pairs)
                if ((field.Key == first || field.Key == second) && group.TryGetValue(pair, out var both))
                    return both is object?[] { Length: 2 } two ? Number(two[field.Key == first ? 0 : 1], pair)
                        : throw new InvalidDataException($"The option {pair} is not a pair.");
            if (!group.TryGetValue(field.Key, out var value) || value is null) return field.Value;
            return field.Value is bool ? value as bool? ?? throw new InvalidDataException($"The option {field.Key} is {ObjectFile.Describe(value)}.")
                : Number(value, field.Key);
        });
        var rate = group.TryGetValue("lr", out var lr) ? Number(lr, "lr") : options.LearningRate!.Value;
        var initial = group.TryGetValue("initial_lr", out var first) ? Number(first, "initial_lr") : rate;
        changes.Add(() =>
        {
            options.Assign(name => values[name]);
            options.LearningRate = rate;
            options.InitialLearningRate = initial;
        });
    }

    private static void Read(FieldState target, OrderedDictionary<object, object?> entry, string what, List<Action> changes)
    {
        var values = target.Named.ToDictionary(field => field.Key, object? (field) =>
        {
            if (!entry.TryGetValue(field.Key, out var value)) return field.Value is null or Tensor && value is null && Fields.IsOptional(field.Key) ? null
                : throw new InvalidDataException($"The state of {what} has no {field.Key}; it has {string.Join(", ", entry.Keys)}.");
            if (field.Value is long) return (long)Number(value, field.Key);
            if (field.Value is double) return Number(value, field.Key);
            if (value is null) return null;
            return value is Tensor tensor && tensor.shape.AsSpan().SequenceEqual(target.Parameter.shape) ? tensor
                : throw new ArgumentException($"The state {field.Key} of {what} is {(value is Tensor other ? $"of shape [{string.Join(", ", other.shape)}]" : ObjectFile.Describe(value))}, " +
                    $"the parameter has shape [{string.Join(", ", target.Parameter.shape)}].");
        });
        changes.Add(() => target.Assign(name => values[name]));
    }

    private static Dictionary<string, object?> Group(OptimizerOptions options, List<int> numbers)
    {
        var fields = options.Named;
        var group = new Dictionary<string, object?> { ["lr"] = options.LearningRate };
        if (options.InitialLearningRate != options.LearningRate) group["initial_lr"] = options.InitialLearningRate;
        foreach (var (pair, first, second) in Pairs)
            if (fields.Remove(first, out var a) && fields.Remove(second, out var b)) group[pair] = new object?[] { a, b };
        foreach (var (name, value) in fields) group[name] = value;
        group["params"] = numbers.Select(number => (object?)(long)number).ToList();
        return group;
    }

    // Counters and running products that PyTorch keeps as tensors without dimensions.
    private static bool Counted(OptimizerHelper optimizer, string name)
        => name is "step" ? optimizer.GetType().Name is not ("Adadelta" or "RMSProp" or "Rprop") : name is "eta" or "mu" or "mu_product";

    public static List<OrderedDictionary<object, object?>> Groups(object? value) => Part<List<object?>>(value, "param_groups")
        .ConvertAll(group => group as OrderedDictionary<object, object?> ?? throw new InvalidDataException("A parameter group in the file is not a dict."));

    public static T Part<T>(object? value, string name) where T : class
        => value is OrderedDictionary<object, object?> dictionary && dictionary.TryGetValue(name, out var part) && part is T wanted ? wanted
            : throw new InvalidDataException($"The file is not the state of an optimizer: its '{name}' is not there or is another kind.");

    public static double Number(object? value, string name) => value switch
    {
        long number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        Tensor tensor when tensor.numel() == 1 => tensor.to(ScalarType.Float64).item<double>(),
        _ => throw new InvalidDataException($"'{name}' of the optimizer's state is {ObjectFile.Describe(value)}, not a number."),
    };
}
