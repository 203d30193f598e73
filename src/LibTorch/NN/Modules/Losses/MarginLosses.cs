using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>1 − cos for targets 1, max(0, cos − margin) for targets −1.</summary>
public sealed class CosineEmbeddingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
{
    public CosineEmbeddingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean) : base(reduction)
    {
        this.margin = margin;
    }

    public double margin { get; }

    public override Tensor forward(Tensor input1, Tensor input2, Tensor target)
        => Hooked(input1, input2, target, out var hooked) ? hooked : functional.cosine_embedding_loss(input1, input2, target, margin, reduction);
}

/// <summary>x for targets 1, max(0, margin − x) for targets −1.</summary>
public sealed class HingeEmbeddingLoss : Loss<Tensor, Tensor, Tensor>
{
    public HingeEmbeddingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean) : base(reduction)
    {
        this.margin = margin;
    }

    public double margin { get; }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.hinge_embedding_loss(input, target, margin, reduction);
}

/// <summary>max(0, −target · (x1 − x2) + margin).</summary>
public sealed class MarginRankingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
{
    public MarginRankingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean) : base(reduction)
    {
        this.margin = margin;
    }

    public double margin { get; }

    public override Tensor forward(Tensor input1, Tensor input2, Tensor target)
        => Hooked(input1, input2, target, out var hooked) ? hooked : functional.margin_ranking_loss(input1, input2, target, margin, reduction);
}

/// <summary>Hinge loss between every target class and every other, for several targets a sample.</summary>
public sealed class MultiLabelMarginLoss : Loss<Tensor, Tensor, Tensor>
{
    public MultiLabelMarginLoss(Reduction reduction = Reduction.Mean) : base(reduction)
    {
    }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.multi_label_margin_loss(input, target, reduction);
}

/// <summary>Binary cross-entropy of each label, averaged over the labels.</summary>
public sealed class MultiLabelSoftMarginLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    public MultiLabelSoftMarginLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : base(weight, reduction)
    {
    }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.multilabel_soft_margin_loss(input, target, weight, reduction);
}

/// <summary>max(0, margin − x[target] + x[i])^p over the other classes i.</summary>
public sealed class MultiMarginLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    public MultiMarginLoss(int p = 1, double margin = 1.0, Tensor? weight = null, Reduction reduction = Reduction.Mean)
        : base(weight, reduction)
    {
        if (p is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(p), $"only p = 1 and p = 2 are supported, got {p}");
        this.p = p;
        this.margin = margin;
    }

    public int p { get; }

    public double margin { get; }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.multi_margin_loss(input, target, p, margin, weight, reduction);
}

/// <summary>log(1 + exp(−target · input)) for targets ±1.</summary>
public sealed class SoftMarginLoss : Loss<Tensor, Tensor, Tensor>
{
    public SoftMarginLoss(Reduction reduction = Reduction.Mean) : base(reduction)
    {
    }

    public override Tensor forward(Tensor input, Tensor target)
        => Hooked(input, target, out var hooked) ? hooked : functional.soft_margin_loss(input, target, reduction);
}

/// <summary>max(0, d(anchor, positive) − d(anchor, negative) + margin) with the p-norm.</summary>
public sealed class TripletMarginLoss : Loss<Tensor, Tensor, Tensor, Tensor>
{
    public TripletMarginLoss(double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false, Reduction reduction = Reduction.Mean)
        : base(reduction)
    {
        this.margin = margin;
        this.p = p;
        this.eps = eps;
        this.swap = swap;
    }

    public double margin { get; }

    public long p { get; }

    public double eps { get; }

    public bool swap { get; }

    public override Tensor forward(Tensor anchor, Tensor positive, Tensor negative)
        => Hooked(anchor, positive, negative, out var hooked) ? hooked : functional.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction);
}

/// <summary>The triplet loss with a distance of one's own; Euclidean by default.</summary>
public sealed class TripletMarginWithDistanceLoss : Loss<Tensor, Tensor, Tensor, Tensor>
{
    public TripletMarginWithDistanceLoss(Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1.0, bool swap = false, Reduction reduction = Reduction.Mean)
        : base(reduction)
    {
        this.distance = distance;
        this.margin = margin;
        this.swap = swap;
    }

    public Func<Tensor, Tensor, Tensor>? distance { get; }

    public double margin { get; }

    public bool swap { get; }

    public override Tensor forward(Tensor anchor, Tensor positive, Tensor negative)
        => Hooked(anchor, positive, negative, out var hooked) ? hooked : functional.triplet_margin_with_distance_loss(anchor, positive, negative, distance, margin, swap, reduction);
}

/// <summary>The negative log-likelihood of target sequences summed over all alignments (Graves et al., 2006).</summary>
public sealed class CTCLoss : Loss<Tensor, Tensor, Tensor, Tensor, Tensor>
{
    public CTCLoss(long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean) : base(reduction)
    {
        this.blank = blank;
        this.zero_infinity = zero_infinity;
    }

    public long blank { get; }

    public bool zero_infinity { get; }

    public override Tensor forward(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths)
        => Hooked(log_probs, targets, input_lengths, target_lengths, out var hooked) ? hooked : functional.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, zero_infinity, reduction);
}
