using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What the optimisers share: states by parameter, saving and loading, and the frame of a step.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where the learning rate and the count of steps are while steps can be recorded; null while they are the host's.</summary>
    private protected DeviceClock? Clock { get; private set; }

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
    {
        // Counted once a step, however many groups and ages there are.
        if (Clock is { } clock)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            clock.Age.add_(1);
        }

        return _step<ParamGroup>(group =>
        {
            var batch = new Batch<TState>();
            foreach (var parameter in group.Parameters)
                if (parameter.grad is { } grad) batch.Add(parameter, grad, (TState)states[parameter]);
            foreach (var part in batch.ByAge(age)) update(group, part);
        }, closure);
    }

    /// <summary><see cref="ICapturable.begin_capturable"/> for states that all are as old as this tells.</summary>
    private protected void BeginClock(Tensor rate, Func<OptimizerState, long> age)
    {
        ArgumentNullException.ThrowIfNull(rate);
        if (rate.dtype != ScalarType.Float32 || rate.numel() != 1 || rate.dim() != 0)
            throw new ArgumentException($"Expected a float32 scalar; got {rate.dtype} [{string.Join(", ", rate.shape)}].", nameof(rate));
        var ages = states.Values.Select(age).Distinct().ToList();
        if (ages.Count != 1) throw new InvalidOperationException($"The parameters have been updated {string.Join(", ", ages)} times: one count of steps cannot stand for all.");
        if (_parameter_groups.Select(group => group.LearningRate).Distinct().Count() != 1)
            throw new InvalidOperationException("The groups have different learning rates: one tensor cannot stand for all.");
        Clock?.Age.Dispose();
        Clock = new DeviceClock(rate, tensor((double)ages[0], ScalarType.Float64, rate.device).DetachFromDisposeScope());
    }

    /// <summary>Gives the count of steps to all states and goes on without a clock.</summary>
    private protected void EndClock(Action<OptimizerState, long> set)
    {
        if (Clock is not { } clock) return;
        var age = (long)clock.Age.item<double>();
        foreach (var state in states.Values) set(state, age);
        clock.Age.Dispose();
        Clock = null;
    }

    /// <summary>The tensors of all states and the clock's.</summary>
    private protected IReadOnlyList<Tensor> ClockedState()
        => [.. states.Values.SelectMany(state => ((FieldState)state).Tensors), .. Clock is { } clock ? [clock.Age] : Array.Empty<Tensor>()];

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
        {
            foreach (var state in states.Values) (state as IDisposable)?.Dispose();
            Clock?.Age.Dispose();
        }

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
