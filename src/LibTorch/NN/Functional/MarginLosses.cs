namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>1 − cos for targets 1, max(0, cos − margin) for targets −1.</summary>
            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0,
                Reduction reduction = Reduction.Mean)
                => Ops.cosine_embedding_loss(input1, input2, target, margin, (long)reduction);

            /// <summary>x for targets 1, max(0, margin − x) for targets −1.</summary>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0.0,
                Reduction reduction = Reduction.Mean)
                => Ops.hinge_embedding_loss(input, target, margin, (long)reduction);

            /// <summary>max(0, −target · (x1 − x2) + margin).</summary>
            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0,
                Reduction reduction = Reduction.Mean)
                => Ops.margin_ranking_loss(input1, input2, target, margin, (long)reduction);

            /// <summary>Hinge loss between every target class and every other, for several targets a sample.</summary>
            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => Ops.multilabel_margin_loss(input, target, (long)reduction);

            /// <inheritdoc cref="multi_label_margin_loss"/>
            public static Tensor multilabel_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => multi_label_margin_loss(input, target, reduction);

            /// <summary>Binary cross-entropy of each label, averaged over the labels.</summary>
            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input));
                if (weight is not null) loss = loss * weight;
                return Reduce(loss.mean([-1]), reduction).MoveToOuterDisposeScope();
            }

            /// <summary>max(0, margin − x[target] + x[i])^p over the other classes i.</summary>
            public static Tensor multi_margin_loss(Tensor input, Tensor target, int p = 1, double margin = 1.0,
                Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => Ops.multi_margin_loss(input, target, p, margin, weight, (long)reduction);

            /// <summary>max(0, d(anchor, positive) − d(anchor, negative) + margin) with the p-norm.</summary>
            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0,
                long p = 2, double eps = 1e-06, bool swap = false, Reduction reduction = Reduction.Mean)
                => Ops.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, (long)reduction);

            /// <summary>The triplet loss with a distance of one's own; Euclidean by default.</summary>
            public static Tensor triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative,
                Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1.0, bool swap = false,
                Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                distance ??= (x, y) => pairwise_distance(x, y);
                var near = distance(anchor, positive);
                var far = distance(anchor, negative);
                if (swap) far = minimum(far, distance(positive, negative));
                return Reduce((near - far + margin).clamp_min(0), reduction).MoveToOuterDisposeScope();
            }

            /// <summary>The negative log-likelihood of target sequences summed over all alignments (Graves et al., 2006).</summary>
            public static Tensor ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths,
                long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean)
                => Ops.ctc_loss_Tensor(log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);
        }
    }
}
