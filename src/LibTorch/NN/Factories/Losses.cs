using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>−log softmax(input) at the target class.</summary>
        public static CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null,
            Reduction reduction = Reduction.Mean) => new(weight, ignore_index, reduction);

        /// <summary>−input at the target class, for log-probabilities.</summary>
        public static NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

        /// <summary>Binary cross-entropy of probabilities.</summary>
        public static BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

        /// <summary>Binary cross-entropy of sigmoid(input).</summary>
        public static BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean,
            Tensor? pos_weights = null) => new(weight, reduction, pos_weights);

        /// <summary>(input − target)².</summary>
        public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);

        /// <summary>|input − target|.</summary>
        public static L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new(reduction);

        /// <summary>Squared (over 2·beta) within beta, linear beyond.</summary>
        public static SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) => new(reduction, beta);

        /// <summary>Half the square within delta, linear beyond.</summary>
        public static HuberLoss HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) => new(delta, reduction);

        /// <summary>target · (log target − input).</summary>
        public static KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) => new(log_target, reduction);

        /// <summary>The negative log-likelihood of counts under Poisson rates.</summary>
        public static PoissonNLLLoss PoissonNLLLoss(bool log_input = true, bool full = false, float eps = 1e-8f,
            Reduction reduction = Reduction.Mean) => new(log_input, full, eps, reduction);

        /// <summary>The negative log-likelihood under Gaussians.</summary>
        public static GaussianNLLLoss GaussianNLLLoss(bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean)
            => new(full, eps, reduction);

        /// <summary>1 − cos for targets 1, max(0, cos − margin) for targets −1.</summary>
        public static CosineEmbeddingLoss CosineEmbeddingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean)
            => new(margin, reduction);

        /// <summary>x for targets 1, max(0, margin − x) for targets −1.</summary>
        public static HingeEmbeddingLoss HingeEmbeddingLoss(double margin = 1.0, Reduction reduction = Reduction.Mean)
            => new(margin, reduction);

        /// <summary>max(0, −target · (x1 − x2) + margin).</summary>
        public static MarginRankingLoss MarginRankingLoss(double margin = 0, Reduction reduction = Reduction.Mean)
            => new(margin, reduction);

        /// <summary>Hinge loss between every target class and every other.</summary>
        public static MultiLabelMarginLoss MultiLabelMarginLoss(Reduction reduction = Reduction.Mean) => new(reduction);

        /// <summary>Binary cross-entropy of each label, averaged over the labels.</summary>
        public static MultiLabelSoftMarginLoss MultiLabelSoftMarginLoss(Tensor? weight = null,
            Reduction reduction = Reduction.Mean) => new(weight, reduction);

        /// <summary>max(0, margin − x[target] + x[i])^p over the other classes i.</summary>
        public static MultiMarginLoss MultiMarginLoss(int p = 1, double margin = 1.0, Tensor? weight = null,
            Reduction reduction = Reduction.Mean) => new(p, margin, weight, reduction);

        /// <summary>log(1 + exp(−target · input)).</summary>
        public static SoftMarginLoss SoftMarginLoss(Reduction reduction = Reduction.Mean) => new(reduction);

        /// <summary>max(0, d(anchor, positive) − d(anchor, negative) + margin).</summary>
        public static TripletMarginLoss TripletMarginLoss(double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false,
            Reduction reduction = Reduction.Mean) => new(margin, p, eps, swap, reduction);

        /// <summary>The triplet loss with a distance of one's own.</summary>
        public static TripletMarginWithDistanceLoss TripletMarginWithDistanceLoss(Func<Tensor, Tensor, Tensor>? distance = null,
            double margin = 1.0, bool swap = false, Reduction reduction = Reduction.Mean) => new(distance, margin, swap, reduction);

        /// <summary>The negative log-likelihood of target sequences summed over all alignments.</summary>
        public static CTCLoss CTCLoss(long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean)
            => new(blank, zero_infinity, reduction);
    }
}
