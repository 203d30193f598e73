using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers of one parameter.</summary>
public abstract class OptimizerState(Parameter parameter)
{
    protected Parameter _parameter = parameter;

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Whether another state has the same values, to the tolerance of allclose.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Sets the state from which optimisation begins.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Moves the state to a device.</summary>
    public virtual void to(Device device) { }

    /// <summary>Reads a tensor that <see cref="SaveConditionalStateTensor"/> wrote, to a device; null where there was none.</summary>
    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        if (reader.ReadBoolean())
        {
            TensorExtensionMethods.Load(ref result, reader);
            using var read = result!;
            result = read.to(device, copy: true).DetachFromDisposeScope();
            return;
        }
        result?.Dispose();
        result = null;
    }

    /// <summary>Writes whether there is a tensor, and the tensor.</summary>
    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }
}

/// <summary>A state whose public fields are what files have of it.</summary>
public abstract class FieldState : OptimizerState, IDisposable
{
    private protected FieldState(Parameter parameter) : base(parameter) { }

    /// <summary>The fields by name.</summary>
    internal Dictionary<string, object?> Named => Fields.Named(this);

    /// <summary>Sets every field from its name; tensors are copied to the parameter's device.</summary>
    internal void Assign(Func<string, object?> value) => Fields.Set(this, value, _parameter.device);

    internal IEnumerable<Tensor> Tensors => Named.Values.OfType<Tensor>();

    internal Parameter Parameter => _parameter;

    public override void SaveStateDict(BinaryWriter writer) => Fields.Write(this, writer);

    public override void LoadStateDict(BinaryReader reader) => Fields.Read(this, reader, _parameter.device);

    public override void LoadStateDict(OptimizerState source)
    {
        if (source is not FieldState other || source.GetType() != GetType())
            throw new ArgumentException($"A state of {GetType()} expected, {source?.GetType()} given.", nameof(source));
        var values = other.Named;
        if (!ReferenceEquals(source, this)) Assign(name => values[name]);
    }

    public override void to(Device device)
    {
        var values = Named;
        Fields.Set(this, name => values[name], device);
    }

    public override bool ApproximatelyEquals(OptimizerState other) => other is FieldState state && other.GetType() == GetType()
        && Named.Values.Zip(state.Named.Values).All(pair => pair is (Tensor a, Tensor b) ? a.allclose(b) : Equals(pair.First, pair.Second));

    public void Dispose()
    {
        foreach (var tensor in Tensors) tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Zeros of the parameter's shape, replacing what was there.</summary>
    private protected void Zero(ref Tensor? field)
    {
        field?.Dispose();
        using var guard = no_grad();
        field = zeros_like(_parameter).DetachFromDisposeScope();
    }
}
