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

/// <summary>A state whose fields are shown to visitors, which do the saving, loading, moving and comparing.</summary>
public abstract class FieldState : OptimizerState, IDisposable
{
    private protected FieldState(Parameter parameter) : base(parameter) { }

    /// <summary>Shows every field to the visitor, in the order of the file format.</summary>
    private protected abstract void Visit(FieldVisitor fields);

    /// <summary>The fields by name.</summary>
    internal Dictionary<string, object?> Named
        => FieldCollector.NamesOf(Visit).Zip(FieldCollector.Of(Visit), (name, entry) => (name, entry.value)).ToDictionary(e => e.name, e => e.value);

    /// <summary>Sets every field from its name; tensors are copied to the parameter's device.</summary>
    internal void Assign(Func<string, object?> value)
        => Visit(new FieldAssigner([.. FieldCollector.NamesOf(Visit).Select(name => (value(name), true))], Parameter.device));

    /// <summary>The fields that are tensors.</summary>
    internal IEnumerable<Tensor> Tensors => FieldCollector.Of(Visit).Select(entry => entry.value).OfType<Tensor>();

    internal Parameter Parameter => _parameter;

    public override void SaveStateDict(BinaryWriter writer) => FieldWriter.Write(writer, FieldCollector.Of(Visit));

    public override void LoadStateDict(BinaryReader reader) => Visit(new FieldReader(reader, _parameter.device));

    public override void LoadStateDict(OptimizerState source)
    {
        if (source is not FieldState other || source.GetType() != GetType())
            throw new ArgumentException($"A state of {GetType()} expected, {source?.GetType()} given.", nameof(source));
        if (!ReferenceEquals(source, this)) Visit(new FieldAssigner(FieldCollector.Of(other.Visit), _parameter.device));
    }

    public override void to(Device device) => Visit(new FieldAssigner(FieldCollector.Of(Visit), device));

    public override bool ApproximatelyEquals(OptimizerState other)
    {
        if (other is not FieldState state || other.GetType() != GetType()) return false;
        return FieldCollector.Of(Visit).Zip(FieldCollector.Of(state.Visit)).All(pair => (pair.First.value, pair.Second.value) switch
        {
            (Tensor a, Tensor b) => a.allclose(b),
            var (a, b) => Equals(a, b),
        });
    }

    public void Dispose()
    {
        foreach (var (value, _) in FieldCollector.Of(Visit)) (value as Tensor)?.Dispose();
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
