using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Base of the losses of two inputs.</summary>
public abstract class Loss<T1, T2, TResult>(nn.Reduction reduction = nn.Reduction.Mean)
    : nn.Module<T1, T2, TResult>(nameof(Loss<,,>))
{
    public nn.Reduction reduction { get; } = reduction;
}

/// <summary>Base of the losses of three inputs.</summary>
public abstract class Loss<T1, T2, T3, TResult>(nn.Reduction reduction = nn.Reduction.Mean)
    : nn.Module<T1, T2, T3, TResult>(nameof(Loss<,,,>))
{
    public nn.Reduction reduction { get; } = reduction;
}

/// <summary>Base of the losses of four inputs.</summary>
public abstract class Loss<T1, T2, T3, T4, TResult>(nn.Reduction reduction = nn.Reduction.Mean)
    : nn.Module<T1, T2, T3, T4, TResult>(nameof(Loss<,,,,>))
{
    public nn.Reduction reduction { get; } = reduction;
}

/// <summary>Base of the losses of two inputs that weigh classes or elements.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
    {
        this.weight = weight;
        ConditionallyRegisterBuffer(nameof(weight), weight);
    }

    public Tensor? weight { get; }
}

/// <summary>Base of the losses of three inputs that weigh classes or elements.</summary>
public abstract class WeightedLoss<T1, T2, T3, TResult> : Loss<T1, T2, T3, TResult>
{
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
    {
        this.weight = weight;
        ConditionallyRegisterBuffer(nameof(weight), weight);
    }

    public Tensor? weight { get; }
}

/// <summary>Base of the losses of four inputs that weigh classes or elements.</summary>
public abstract class WeightedLoss<T1, T2, T3, T4, TResult> : Loss<T1, T2, T3, T4, TResult>
{
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
    {
        this.weight = weight;
        ConditionallyRegisterBuffer(nameof(weight), weight);
    }

    public Tensor? weight { get; }
}
