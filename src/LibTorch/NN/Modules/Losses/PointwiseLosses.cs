using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>−log softmax(input) at the target class.</summary>
public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    public CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean,
        double label_smoothing = 0.0)
        : base(weight, reduction)
    {
        if (label_smoothing is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(label_smoothing), $"label_smoothing must be between 0 and 1, got {label_smoothing}");
        this.ignore_index = ignore_index;
        this.label_smoothing = label_smoothing;
    }

    public long? ignore_index { get; }

    public double label_smoothing { get; }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
}

/// <summary>−input at the target class, for log-probabilities.</summary>
public sealed class NLLLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    public NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : base(weight, reduction)
    {
    }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.nll_loss(input, target, weight, reduction);
}

/// <summary>Binary cross-entropy of probabilities.</summary>
public sealed class BCELoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    public BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : base(weight, reduction)
    {
    }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.binary_cross_entropy(input, target, weight, reduction);
}

/// <summary>Binary cross-entropy of sigmoid(input).</summary>
public sealed class BCEWithLogitsLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    public BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
        : base(weight, reduction)
    {
        this.pos_weights = pos_weights;
        ConditionallyRegisterBuffer("pos_weight", pos_weights);
    }

    public Tensor? pos_weights { get; }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
}

/// <summary>(input − target)².</summary>
public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
{
    public MSELoss(Reduction reduction = Reduction.Mean) : base(reduction)
    {
    }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.mse_loss(input, target, reduction);
}

/// <summary>|input − target|.</summary>
public sealed class L1Loss : Loss<Tensor, Tensor, Tensor>
{
    public L1Loss(Reduction reduction = Reduction.Mean) : base(reduction)
    {
    }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.l1_loss(input, target, reduction);
}

/// <summary>Squared (over 2·beta) within beta, linear beyond.</summary>
public sealed class SmoothL1Loss : Loss<Tensor, Tensor, Tensor>
{
    public SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) : base(reduction)
    {
        Require.NotNegative(beta);
        this.beta = beta;
    }

    public double beta { get; }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.smooth_l1_loss(input, target, reduction, beta);
}

/// <summary>Half the square within delta, linear beyond.</summary>
public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
{
    public HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) : base(reduction)
    {
        Require.Positive(delta);
        this.delta = delta;
    }

    public double delta { get; }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.huber_loss(input, target, delta, reduction);
}

/// <summary>target · (log target − input), for log-probabilities.</summary>
public sealed class KLDivLoss : Loss<Tensor, Tensor, Tensor>
{
    public KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) : base(reduction)
    {
        this.log_target = log_target;
    }

    public bool log_target { get; }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.kl_div(input, target, log_target, reduction);
}

/// <summary>The negative log-likelihood of counts under Poisson rates.</summary>
public sealed class PoissonNLLLoss : Loss<Tensor, Tensor, Tensor>
{
    public PoissonNLLLoss(bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean)
        : base(reduction)
    {
        this.log_input = log_input;
        this.full = full;
        this.eps = eps;
    }

    public bool log_input { get; }

    public bool full { get; }

    public float eps { get; }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.poisson_nll_loss(input, target, log_input, full, eps, reduction);
}

/// <summary>The negative log-likelihood under Gaussians.</summary>
public sealed class GaussianNLLLoss : Loss<Tensor, Tensor, Tensor, Tensor>
{
    public GaussianNLLLoss(bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) : base(reduction)
    {
        this.full = full;
        this.eps = eps;
    }

    public bool full { get; }

    public float eps { get; }

    public override Tensor forward(Tensor input, Tensor target, Tensor variance)
        => Hooked(input, target, variance, out var hooked) ? hooked : functional.gaussian_nll_loss(input, target, variance, full, eps, reduction);
}
