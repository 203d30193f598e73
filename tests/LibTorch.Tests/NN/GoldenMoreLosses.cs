using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>The losses that stand for the cases of tests/golden/nn_more.py, under the same names.</summary>
internal static class GoldenMoreLosses
{
    public static void Losses(Action<string, Func<Module<Tensor, Tensor, Tensor>>> two,
        Action<string, Func<Module<Tensor, Tensor, Tensor, Tensor>>> three, Action<string, GoldenModules.Make> any)
    {
        static Tensor Weight() => tensor(new[] { 0.5f, 1, 2 });
        void Ctc(string name, Func<TorchSharp.Modules.CTCLoss> make) => any(name, () =>
        {
            var loss = make();
            return (loss, x => [loss.call(x[0], x[1], x[2], x[3])]);
        });
        foreach (var r in Enum.GetValues<Reduction>())
        {
            var name = r.ToString().ToLowerInvariant();
            two($"SmoothL1Loss.{name}", () => SmoothL1Loss(r));
            two($"HuberLoss.{name}", () => HuberLoss(reduction: r));
            two($"BCELoss.{name}", () => BCELoss(Weight(), r));
            two($"KLDivLoss.plain.{name}", () => KLDivLoss(false, r));
            two($"PoissonNLLLoss.{name}", () => PoissonNLLLoss(reduction: r));
            two($"PoissonNLLLoss.full.{name}", () => PoissonNLLLoss(false, true, reduction: r));
            three($"CosineEmbeddingLoss.{name}", () => CosineEmbeddingLoss(reduction: r));
            two($"HingeEmbeddingLoss.{name}", () => HingeEmbeddingLoss(reduction: r));
            three($"MarginRankingLoss.{name}", () => MarginRankingLoss(reduction: r));
            two($"SoftMarginLoss.{name}", () => SoftMarginLoss(r));
            two($"MultiLabelMarginLoss.{name}", () => MultiLabelMarginLoss(r));
            two($"MultiLabelSoftMarginLoss.{name}", () => MultiLabelSoftMarginLoss(reduction: r));
            two($"MultiMarginLoss.{name}", () => MultiMarginLoss(reduction: r));
            three($"TripletMarginWithDistanceLoss.{name}", () => TripletMarginWithDistanceLoss(margin: 0.6, reduction: r));
            Ctc($"CTCLoss.{name}", () => CTCLoss(reduction: r));
            two($"CrossEntropyLoss.weight.{name}", () => CrossEntropyLoss(Weight(), reduction: r));
            two($"NLLLoss.weight.{name}", () => NLLLoss(Weight(), r));
            three($"GaussianNLLLoss.full.{name}", () => GaussianNLLLoss(full: true, reduction: r));
        }
        two("NLLLoss.image", () => NLLLoss());
        two("CrossEntropyLoss.unbatched", () => CrossEntropyLoss());
        Ctc("CTCLoss.infinite", () => CTCLoss(blank: 1, zero_infinity: true));
    }
}
