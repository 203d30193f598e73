using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Functions of torch.nn.functional on the cases of the modules that do the same: inputs x and state s.</summary>
internal static partial class FunctionalCases
{
    public delegate Tensor[] Call(Tensor[] x, Dictionary<string, Tensor> s);

    public static readonly List<(string function, string golden, Call call)> All = Build();

    private static List<(string, string, Call)> Build()
    {
        var all = new List<(string, string, Call)>();
        void Add(string function, string golden, Func<Tensor[], Dictionary<string, Tensor>, Tensor> call)
            => all.Add((function, golden, (x, s) => [call(x, s)]));
        Activations((function, golden, call) => Add(function, golden, (x, _) => call(x[0])));
        Layers(Add);
        Pools(Add);
        Images(Add);
        Losses(Add);
        return all;
    }

    private static void Activations(Action<string, string, Func<Tensor, Tensor>> add)
    {
        add("relu", "ReLU", x => relu(x));
        add("relu", "ReLU.inplace", x => relu(x, inplace: true));
        add("relu6", "ReLU6", x => relu6(x));
        add("leaky_relu", "LeakyReLU", x => leaky_relu(x, 0.2));
        add("elu", "ELU", x => elu(x, 1.3));
        add("celu", "CELU", x => celu(x, 1.3));
        add("selu", "SELU", x => selu(x));
        add("gelu", "GELU", x => gelu(x));
        add("gelu", "GELU.tanh", x => gelu(x, TorchSharp.Modules.GELU.Approximate.tanh));
        add("silu", "SiLU", x => silu(x));
        add("SiLU", "SiLU", x => functional.SiLU(x));
        add("mish", "Mish", x => mish(x));
        add("Mish", "Mish", x => functional.Mish(x));
        add("sigmoid", "Sigmoid", x => functional.sigmoid(x));
        add("tanh", "Tanh", x => functional.tanh(x));
        add("tanhshrink", "Tanhshrink", x => tanhshrink(x));
        add("Tanhshrink", "Tanhshrink", x => functional.Tanhshrink(x));
        add("hardtanh", "Hardtanh", x => hardtanh(x, -2, 3));
        add("Hardtanh", "Hardtanh", x => functional.Hardtanh(x, -2, 3));
        add("hardsigmoid", "Hardsigmoid", x => hardsigmoid(x));
        add("hardswish", "Hardswish", x => hardswish(x));
        add("hardshrink", "Hardshrink", x => hardshrink(x, 0.7));
        add("Hardshrink", "Hardshrink", x => functional.Hardshrink(x, 0.7));
        add("softshrink", "Softshrink", x => softshrink(x, 0.7));
        add("Softshrink", "Softshrink", x => functional.Softshrink(x, 0.7));
        add("softplus", "Softplus", x => softplus(x, 2, 5));
        add("softsign", "Softsign", x => softsign(x));
        add("Softsign", "Softsign", x => functional.Softsign(x));
        add("logsigmoid", "LogSigmoid", x => logsigmoid(x));
        add("threshold", "Threshold", x => threshold(x, 0.1, -2));
        add("Threshold", "Threshold", x => functional.Threshold(x, 0.1, -2));
        add("rrelu", "LeakyReLU", x => rrelu(x, 0.2, 0.2));
        add("glu", "GLU", x => glu(x, 1));
        add("softmax", "Softmax", x => functional.softmax(x, 1));
        add("softmax2d", "Softmax2d", x => softmax2d(x));
        add("softmin", "Softmin", x => softmin(x, 1));
        add("log_softmax", "LogSoftmax", x => functional.log_softmax(x, 1));
    }

    private static void Layers(Action<string, string, Func<Tensor[], Dictionary<string, Tensor>, Tensor>> add)
    {
        add("prelu", "PReLU", (x, s) => prelu(x[0], s["weight"]));
        add("linear", "Linear", (x, s) => linear(x[0], s["weight"], s["bias"]));
        add("linear", "Linear.plain", (x, s) => linear(x[0], s["weight"]));
        add("bilinear", "Bilinear", (x, s) => bilinear(x[0], x[1], s["weight"], s["bias"]));
        add("one_hot", "one_hot", (x, _) => one_hot(x[0], 6));
        add("cosine_similarity", "CosineSimilarity", (x, _) => cosine_similarity(x[0], x[1], 1));
        add("pairwise_distance", "PairwiseDistance", (x, _) => pairwise_distance(x[0], x[1], 3));
        add("embedding", "Embedding", (x, s) => embedding(x[0], s["weight"]));
        add("embedding_bag", "EmbeddingBag.offsets", (x, s) => embedding_bag(x[0], s["weight"], x[1]));
        add("embedding_bag", "EmbeddingBag.weights",
            (x, s) => embedding_bag(x[0], s["weight"], x[1], mode: EmbeddingBagMode.Sum, per_sample_weights: x[2]));
        add("normalize", "normalize", (x, _) => normalize(x[0]));
        add("scaled_dot_product_attention", "attention", (x, _) => scaled_dot_product_attention(x[0], x[1], x[2]));
        add("conv1d", "Conv1d", (x, s) => functional.conv1d(x[0], s["weight"], s["bias"], stride: 2, padding: 1));
        add("conv1d_padding", "Conv1d.same", (x, s) => conv1d_padding(x[0], s["weight"], padding: Padding.Same, groups: 2));
        add("conv2d", "Conv2d.groups", (x, s) => functional.conv2d(x[0], s["weight"], s["bias"], [1, 2], [2, 1], [2, 1], 2));
        add("conv2d_padding", "Conv2d.same",
            (x, s) => conv2d_padding(x[0], s["weight"], s["bias"], padding: Padding.Same, dilation: [1, 2]));
        add("conv3d", "Conv3d", (x, s) => functional.conv3d(x[0], s["weight"], s["bias"], [1, 2, 1], [0, 1, 1]));
        add("conv3d_padding", "Conv3d.same", (x, s) => conv3d_padding(x[0], s["weight"], s["bias"], padding: Padding.Same));
        add("conv_transpose1d", "ConvTranspose1d.groups", (x, s) => functional.conv_transpose1d(x[0], s["weight"], s["bias"], dilation: 2, groups: 2));
        add("conv_transpose2d", "ConvTranspose2d",
            (x, s) => functional.conv_transpose2d(x[0], s["weight"], s["bias"], [2, 2], [1, 1], [1, 1], groups: 2));
        add("conv_transpose3d", "ConvTranspose3d.padded",
            (x, s) => functional.conv_transpose3d(x[0], s["weight"], null, [1, 2, 2], [0, 1, 0], [0, 1, 1]));
        add("batch_norm", "BatchNorm2d",
            (x, s) => batch_norm(x[0], s["running_mean"], s["running_var"], s["weight"], s["bias"], true, 0.3, 1e-3));
        add("batch_norm", "BatchNorm2d.eval",
            (x, s) => batch_norm(x[0], s["running_mean"], s["running_var"], s["weight"], s["bias"]));
        add("group_norm", "GroupNorm", (x, s) => group_norm(x[0], 2, s["weight"], s["bias"]));
        add("instance_norm", "InstanceNorm1d.affine", (x, s) => instance_norm(x[0], weight: s["weight"], bias: s["bias"], eps: 1e-2));
        add("instance_norm", "InstanceNorm2d", (x, s) => instance_norm(x[0], s["running_mean"], s["running_var"], s["weight"], s["bias"]));
        add("layer_norm", "LayerNorm.matrix", (x, s) => layer_norm(x[0], [2, 3], s["weight"], s["bias"]));
        add("local_response_norm", "LocalResponseNorm", (x, _) => local_response_norm(x[0], 3, 0.1, 0.6, 2));
        add("dropout", "Dropout.eval0.5", (x, _) => dropout(x[0], training: false));
        add("dropout1d", "Dropout.eval0.5", (x, _) => dropout1d(x[0], training: false));
        add("dropout2d", "Dropout.eval0.5", (x, _) => dropout2d(x[0], training: false));
        add("dropout3d", "Dropout.eval0.5", (x, _) => dropout3d(x[0], training: false));
        add("alpha_dropout", "Dropout.eval0.5", (x, _) => alpha_dropout(x[0]));
        add("feature_alpha_dropout", "Dropout.eval0.5", (x, _) => feature_alpha_dropout(x[0]));
    }

    private static void Losses(Action<string, string, Func<Tensor[], Dictionary<string, Tensor>, Tensor>> add)
    {
        add("cross_entropy", "CrossEntropyLoss.weight",
            (x, s) => cross_entropy(x[0], x[1], s["weight"], 1, label_smoothing: 0.1));
        add("cross_entropy", "CrossEntropyLoss.sum", (x, _) => cross_entropy(x[0], x[1], reduction: Reduction.Sum));
        add("nll_loss", "NLLLoss.weight", (x, s) => nll_loss(x[0], x[1], s["weight"]));
        add("binary_cross_entropy", "BCELoss.none", (x, s) => binary_cross_entropy(x[0], x[1], s["weight"], Reduction.None));
        add("binary_cross_entropy_with_logits", "BCEWithLogitsLoss.weights",
            (x, s) => functional.binary_cross_entropy_with_logits(x[0], x[1], s["weight"], pos_weights: s["pos_weight"]));
        add("mse_loss", "MSELoss.mean", (x, _) => mse_loss(x[0], x[1]));
        add("l1_loss", "L1Loss.sum", (x, _) => l1_loss(x[0], x[1], Reduction.Sum));
        add("smooth_l1_loss", "SmoothL1Loss", (x, _) => smooth_l1_loss(x[0], x[1], beta: 0.7));
        add("huber_loss", "HuberLoss", (x, _) => huber_loss(x[0], x[1], 0.7));
        add("kl_div", "KLDivLoss.none", (x, _) => kl_div(x[0], x[1], reduction: Reduction.None));
        add("kl_div", "KLDivLoss.plain.mean", (x, _) => kl_div(x[0], x[1], log_target: false));
        add("poisson_nll_loss", "PoissonNLLLoss.full.sum",
            (x, _) => poisson_nll_loss(x[0], x[1], log_input: false, full: true, reduction: Reduction.Sum));
        add("gaussian_nll_loss", "GaussianNLLLoss.full.mean", (x, _) => gaussian_nll_loss(x[0], x[1], x[2], full: true));
        add("soft_margin_loss", "SoftMarginLoss.mean", (x, _) => soft_margin_loss(x[0], x[1]));
        add("cosine_embedding_loss", "CosineEmbeddingLoss", (x, _) => cosine_embedding_loss(x[0], x[1], x[2], 0.2));
        add("hinge_embedding_loss", "HingeEmbeddingLoss", (x, _) => hinge_embedding_loss(x[0], x[1], 0.8));
        add("margin_ranking_loss", "MarginRankingLoss", (x, _) => margin_ranking_loss(x[0], x[1], x[2], 0.3));
        add("multi_label_margin_loss", "MultiLabelMarginLoss.none", (x, _) => multi_label_margin_loss(x[0], x[1], Reduction.None));
        add("multilabel_margin_loss", "MultiLabelMarginLoss", (x, _) => multilabel_margin_loss(x[0], x[1]));
        add("multilabel_soft_margin_loss", "MultiLabelSoftMarginLoss", (x, s) => multilabel_soft_margin_loss(x[0], x[1], s["weight"]));
        add("multi_margin_loss", "MultiMarginLoss", (x, s) => multi_margin_loss(x[0], x[1], 2, 0.7, s["weight"]));
        add("triplet_margin_loss", "TripletMarginLoss.swap", (x, _) => triplet_margin_loss(x[0], x[1], x[2], 0.5, 1, swap: true));
        add("triplet_margin_with_distance_loss", "TripletMarginWithDistanceLoss",
            (x, _) => triplet_margin_with_distance_loss(x[0], x[1], x[2], swap: true));
        add("ctc_loss", "CTCLoss.none", (x, _) => ctc_loss(x[0], x[1], x[2], x[3], reduction: Reduction.None));
    }
}
