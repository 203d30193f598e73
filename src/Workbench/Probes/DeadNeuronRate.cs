using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Probes;

/// <summary>
/// Dynamic and static dead-neuron rate (DNR) of a ReLU network (Selective Activation for De-sparsifying Pruned Networks,
/// arXiv:2212.06145): the share of neuron outputs that are 0 over a data set, split into neurons dead whatever the input
/// (static) and neurons dead for this input only (dynamic). Counts are summed batch by batch; no activation is kept.
/// </summary>
public static class DeadNeuronRate
{
    /// <summary>Measures a network that names its ReLUs.</summary>
    /// <param name="model">The network; it is evaluated without gradients in evaluation mode, and left as it was.</param>
    /// <param name="inputs">Samples <c>[N, …]</c>.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <exception cref="ArgumentException">The network does not name its ReLUs.</exception>
    public static DeadNeuronReport Measure(Module<Tensor, Tensor> model, Tensor inputs, int batchSize = 1000)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var sites = (model as IReluNetwork ?? throw new ArgumentException(
            $"{model.GetType().Name} does not name its ReLUs; pass the sites, or implement {nameof(IReluNetwork)}.", nameof(model))).ReluSites;
        return Measure(model, sites, Split(inputs, batchSize));
    }

    /// <summary>Measures the named ReLUs of any network.</summary>
    /// <param name="model">The network; it is evaluated without gradients in evaluation mode, and left as it was.</param>
    /// <param name="sites">The ReLUs, and what feeds them.</param>
    /// <param name="batches">Samples <c>[batch, …]</c>, batch by batch.</param>
    /// <exception cref="ArgumentException">A name is unknown, a module is no layer of its kind, or there are no samples.</exception>
    /// <exception cref="InvalidOperationException">A ReLU is not used exactly once per forward pass, or an activation is NaN or infinite.</exception>
    public static DeadNeuronReport Measure(Module<Tensor, Tensor> model, IReadOnlyList<ReluSite> sites, IEnumerable<Tensor> batches)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(batches);
        var counters = sites.Select(site => new Counter(site.Name, NamedModules.Find<Module<Tensor, Tensor>>(model, site.Name))).ToList();
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var noGrad = torch.no_grad();
            foreach (var batch in batches)
            {
                using var scope = torch.NewDisposeScope();
                model.call(batch);
                foreach (var counter in counters) counter.EndOfBatch();
            }

            return new DeadNeuronReport([.. counters.Zip(sites, (counter, site) => counter.Result(model, site))]);
        }
        finally
        {
            foreach (var counter in counters) counter.Dispose();
            model.train(wasTraining);
        }
    }

    private static IEnumerable<Tensor> Split(Tensor inputs, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        for (long start = 0; start < inputs.shape[0]; start += batchSize)
        {
            using var batch = inputs.narrow(0, start, Math.Min(batchSize, inputs.shape[0] - start));
            yield return batch;
        }
    }

    /// <summary>Which output channels of a layer are constant and not positive because no weight leads into them.</summary>
    private static long StructurallyDeadChannels(nn.Module model, ReluSite site)
    {
        if (site.Producer is null) return 0;
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var layer = NamedModules.Find<nn.Module>(model, site.Producer);
        var (weight, bias) = layer switch
        {
            Linear linear => (linear.weight!, linear.bias),
            Conv2d convolution => (convolution.weight!, convolution.bias),
            _ => throw new ArgumentException($"'{site.Producer}' is a {layer.GetType().Name}; a ReLU is fed by a Linear or Conv2d.", nameof(site)),
        };
        var cut = weight.flatten(1).eq(0).all(1);
        Tensor constant = bias is null ? torch.zeros_like(weight.flatten(1).select(1, 0)) : bias;
        if (site.Norm is not null)
        {
            var norm = NamedModules.Find<BatchNorm2d>(model, site.Norm);
            cut = cut.logical_or(norm.weight!.eq(0));
            // With scale 0 the normalised value does not matter, so the same expression covers both ways of being cut.
            constant = (constant - norm.running_mean!) / (norm.running_var! + norm.eps).sqrt() * norm.weight! + norm.bias!;
        }

        return cut.logical_and(constant.le(0)).sum().item<long>();
    }

    private sealed class Counter : IDisposable
    {
        private readonly string name;
        private readonly HookableModule<Func<Module<Tensor, Tensor>, Tensor, Tensor>, Func<Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover hook;
        private readonly List<Tensor> sums = [];
        private Tensor? dead;
        private long samples;
        private long channels;
        private int calls;

        public Counter(string name, Module<Tensor, Tensor> relu)
        {
            this.name = name;
            hook = relu.register_forward_hook((_, _, output) =>
            {
                Add(output);
                return output;
            });
        }

        public void EndOfBatch()
        {
            if (calls != 1)
            {
                throw new InvalidOperationException(
                    $"The ReLU '{name}' ran {calls} times in one forward pass. Give each use a module of its own, and reach it through call().");
            }

            calls = 0;
        }

        public DeadNeurons Result(nn.Module model, ReluSite site)
        {
            if (dead is null) throw new ArgumentException("There are no samples to measure on.");
            using var scope = torch.NewDisposeScope();
            var finite = torch.stack(sums).isfinite().cpu().data<bool>().ToArray();
            var broken = Array.IndexOf(finite, false);
            if (broken >= 0)
                throw new InvalidOperationException($"The activations of '{name}' are NaN or infinite in batch {broken}; dead neurons cannot be told.");
            var neurons = dead.shape[0];
            return new DeadNeurons(
                name, neurons, samples, dead.sum().item<long>(), dead.eq(samples).sum().item<long>(),
                StructurallyDeadChannels(model, site) * (neurons / channels));
        }

        public void Dispose()
        {
            hook.remove();
            dead?.Dispose();
            foreach (var sum in sums) sum.Dispose();
        }

        private void Add(Tensor output)
        {
            calls++;
            if (calls > 1) return;
            using var scope = torch.NewDisposeScope();
            var flat = output.flatten(1);
            var zeros = flat.eq(0).sum(0);
            if (dead is null)
            {
                dead = zeros.DetachFromDisposeScope();
                channels = output.shape[1];
            }
            else
            {
                dead.add_(zeros);
            }

            // A NaN compares unequal to 0 and would pass for a live neuron; the sum carries it to the end without a wait.
            sums.Add(flat.sum().DetachFromDisposeScope());
            samples += output.shape[0];
        }
    }
}
