using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What the optimisers share: states by parameter, saving and loading, and the frame of a step.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    /// <summary>The options of groups that have none of their own.</summary>
    protected OptimizerOptions _defaults = new();

    /// <summary>Kinds of what optimisers keep.</summary>
    protected enum TypeCode
    {
        Double,
        Long,
        Tensor,
        Options,
        State,
    }

    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        var parameters = param_group.Parameters.ToList();
        foreach (var parameter in parameters)
            if (states.ContainsKey(parameter))
                throw new ArgumentException("some parameters appear in more than one parameter group", nameof(param_group));
        param_group.Parameters = parameters;
        param_group.Options ??= (OptimizerOptions)Activator.CreateInstance(_defaults.GetType())!;
        param_group.Options.Complete(_defaults);
        _parameter_groups.Add(param_group);
        foreach (var parameter in parameters)
        {
            var state = NewState(parameter);
            state.Initialize(param_group.Options);
            states[parameter] = state;
        }
    }

    /// <summary>Makes the state of a parameter; the caller initialises it.</summary>
    private protected virtual OptimizerState NewState(Parameter parameter) => throw new NotSupportedException();

    private protected void Begin(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        _defaults = defaults;
        foreach (var group in groups ?? throw new ArgumentNullException(nameof(groups))) add_param_group(group);
        if (!parameters().Any()) throw new ArgumentException("optimizer got an empty parameter list", nameof(groups));
    }

    /// <summary>Throws unless the value is in the range.</summary>
    private protected static void Check(string what, double value, double least, double below = double.PositiveInfinity)
    {
        if (value >= least && value < below) return;
        var range = double.IsPositiveInfinity(below) ? $"at least {least}" : $"in [{least}, {below})";
        throw new ArgumentException(FormattableString.Invariant($"Invalid {(what == "lr" ? "learning rate" : what)}: {value}, expected {range}"), what);
    }

    /// <summary>Runs the closure with gradients and then <paramref name="body"/> without, for each group.</summary>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var guard = enable_grad();
            loss = loss_closure();
        }
        using (no_grad())
        using (NewDisposeScope())
            foreach (var group in _parameter_groups) body((T)group);
        return loss;
    }

    /// <summary>
    /// As <see cref="_step"/>, the parameters that have gradients in lists, so that one call of a foreach operator treats all.
    /// Parameters that have been updated equally often, as <paramref name="age"/> tells, come together.
    /// </summary>
    private protected Tensor? Update<TState>(Func<Tensor>? closure, Func<TState, long>? age, Action<ParamGroup, Batch<TState>> update)
        where TState : OptimizerState
        => _step<ParamGroup>(group =>
        {
            var batch = new Batch<TState>();
            foreach (var parameter in group.Parameters)
                if (parameter.grad is { } grad) batch.Add(parameter, grad, (TState)states[parameter]);
            foreach (var part in batch.ByAge(age)) update(group, part);
        }, closure);

    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            result.Options.Add(group.Options!);
            var places = new List<int>();
            result.StateIndexRef.Add(places);
            foreach (var parameter in group.Parameters)
            {
                places.Add(result.State.Count);
                result.State.Add(states[parameter]);
            }
        }
        return result;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        for (var i = 0; i < own.Options.Count; i++) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < own.State.Count; i++) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void save_state_dict(string location)
    {
        Files.AtomicFile.Write(location, stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            save_state_dict(writer);
        });
    }

    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        var own = state_dict();
        writer.Write7BitEncodedInt64(own.Options.Count);
        writer.Write7BitEncodedInt64(own.State.Count);
        foreach (var options in own.Options) options.SaveStateDict(writer);
        foreach (var state in own.State) state.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
            throw new InvalidDataException(
                $"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
        var own = state_dict();
        CheckCounts(own, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    /// <summary>Moves the states to a device, for parameters that have been moved.</summary>
    public void to(Device device)
    {
        foreach (var state in states.Values) state.to(device);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var state in states.Values) (state as IDisposable)?.Dispose();
        base.Dispose(disposing);
    }

    private static void CheckCounts(StateDictionary own, long options, long states)
    {
        if (options != own.Options.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of parameter groups: {options} given, {own.Options.Count} expected.");
        if (states != own.State.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of states: {states} given, {own.State.Count} expected.");
    }
}
