using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Options that a group of parameters shares; what is null is taken from the optimiser's own.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
        Fields.Write(this, writer);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Fields.Read(this, reader, null);
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        if (source.GetType() != GetType())
            throw new ArgumentException($"Options of {GetType()} expected, {source.GetType()} given.", nameof(source));
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Assign(source.Named.GetValueOrDefault);
    }

    /// <summary>The options by name, without the learning rates.</summary>
    internal Dictionary<string, object?> Named => Fields.Named(this);

    /// <summary>Sets every option from its name.</summary>
    internal void Assign(Func<string, object?> value) => Fields.Set(this, value, null);

    /// <summary>Fills what is null from the defaults.</summary>
    internal void Complete(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate!.Value;
        var (own, others) = (Named, defaults.Named);
        Assign(name => own[name] ?? others.GetValueOrDefault(name));
    }
}

/// <summary>Parameters and the options they share.</summary>
public class ParamGroup : ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    public OptimizerOptions? Options { get; set; }

    public double LearningRate { get => Options!.LearningRate!.Value; set => Options!.LearningRate = value; }

    public double InitialLearningRate { get => Options!.InitialLearningRate; set => Options!.InitialLearningRate = value; }
}

/// <summary>Parameters and the options they share.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options;
    }

    public new TOptions Options { get => (TOptions)base.Options!; set => base.Options = value; }
}
