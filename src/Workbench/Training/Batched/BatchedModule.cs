using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// K networks of one architecture (the seeds of an experiment, or variants of the same shapes) as one: their parameters are
/// stacked to <c>[K, …]</c>, and one forward pass computes all of them. Nothing mixes the networks, so that the gradient of
/// the sum of their losses is the gradient of each loss by itself.
/// </summary>
/// <remarks>
/// <code>
/// using var batched = BatchedModule.Of(seeds.Select(seed => new FashionMlp(seed)).ToList());
/// var optimizer = optim.Adam(batched.Parameters, 1e-3);
/// …a step: batched.call(images) with images [K, batch, …] gives logits [K, batch, classes];
/// batched.Unstack();   // the trained weights, in the K networks
/// </code>
/// The forward pass is that of the first network, run once over the samples of all, <c>[K·batch, …]</c>; its layers are
/// computed by the rules of <see cref="BatchRules"/>, each sample with the weights of its own network. Layers must be
/// reached through <c>call</c>. The first pass is compared with the K networks one by one, so that a forward that mixes
/// samples is found at once. Between construction and <see cref="Dispose"/> the networks belong to this object; they may be
/// evaluated after <see cref="Unstack"/>.
/// <para>
/// What is saved is the cost of calling operators, K times over: everything on a GPU that a single network leaves idle, and
/// on a CPU what small networks spend outside of arithmetic. Where matrix products fill the processor already (128 units and
/// 256 samples on one core) nothing is gained; there <see cref="ParallelRuns"/> uses the other cores.
/// </para>
/// </remarks>
public sealed class BatchedModule : IDisposable
{
    private readonly BatchedStructure _structure;
    private readonly nn.Module _template;
    private bool _check;

    private BatchedModule(IReadOnlyList<nn.Module> modules, IReadOnlyList<Generator>? generators, bool check)
    {
        Modules = modules;
        _template = modules[0];
        _check = check;
        training = _template.training;
        _structure = new BatchedStructure(modules, generators);
    }

    /// <summary>The networks, in the order of the first dimension.</summary>
    public IReadOnlyList<nn.Module> Modules { get; }

    /// <summary>K, the number of networks.</summary>
    public int Count => Modules.Count;

    /// <summary>The stacked parameters, each <c>[K, …]</c>, in the order of a network's own; what an optimiser is made of.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. NamedParameters.Select(pair => pair.Parameter)];

    /// <summary>The stacked parameters with the names that they have in a network.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> NamedParameters => _structure.Stacks.Parameters;

    /// <summary>Whether layers behave as in training: dropout drops, batch normalisation uses its batch.</summary>
    public bool training { get; private set; }

    /// <summary>Stacks the parameters and buffers of networks, which are copied.</summary>
    /// <param name="modules">At least one network; all of one architecture, on one device, each an object of its own.</param>
    /// <param name="generators">The sources of dropout, one a network; null lets dropout draw from the default generator,
    /// whose draws for a network then differ from those of that network alone.</param>
    /// <param name="check">Whether the first pass is compared with the networks one by one.</param>
    /// <exception cref="ArgumentException">There is no network, or they differ in architecture, options or shapes.</exception>
    /// <exception cref="NotSupportedException">A module has no rule; the message names it and says how to add one.</exception>
    public static BatchedModule Of(IReadOnlyList<nn.Module> modules, IReadOnlyList<Generator>? generators = null, bool check = true)
    {
        ArgumentNullException.ThrowIfNull(modules);
        if (modules.Count == 0)
            throw new ArgumentException("Expected one or more networks; got none.", nameof(modules));
        if (modules.Any(module => module is null) || modules.Distinct().Count() < modules.Count)
            throw new ArgumentException("Expected networks that are objects of their own; got the same one twice, or null.", nameof(modules));
        if (generators is not null && generators.Count != modules.Count)
            throw new ArgumentException($"Expected one generator a network, {modules.Count}; got {generators.Count}.", nameof(generators));
        return new BatchedModule([.. modules], generators, check);
    }

    /// <summary>The outputs of all networks.</summary>
    /// <param name="inputs">
    /// The inputs of a network's forward, each <c>[K, batch, …]</c> with the samples of network k at index k (see
    /// <see cref="Share"/> where all get the same), or a scalar for all.
    /// </param>
    /// <returns><c>[K, batch, …]</c>.</returns>
    /// <exception cref="ArgumentException">An input has another first dimension, or the forward takes another number of inputs.</exception>
    /// <exception cref="InvalidOperationException">The first pass differs from the networks one by one.</exception>
    public Tensor call(params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (var input in inputs)
        {
            if (input.dim() > 0 && (input.dim() < 2 || input.shape[0] != Count))
                throw new ArgumentException($"Expected inputs [{Count}, batch, …], one part a network; got [{string.Join(", ", input.shape)}].", nameof(inputs));
        }

        if (_check)
        {
            _check = false;
            BatchedCheck.Run(this, inputs);
        }

        return Run(inputs, training);
    }

    /// <summary>The same samples for every network, <c>[K, batch, …]</c>, as a view.</summary>
    /// <param name="input"><c>[batch, …]</c>.</param>
    public Tensor Share(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.unsqueeze(0).expand([Count, .. input.shape]);
    }

    /// <summary>Sets training mode (or, with false, evaluation mode) for all networks.</summary>
    /// <param name="on">True for training mode.</param>
    public void train(bool on = true) => training = on;

    /// <summary>Sets evaluation mode for all networks.</summary>
    public void eval() => train(false);

    /// <summary>Writes parameters and buffers back to the K networks, bit for bit; training may go on afterwards.</summary>
    public void Unstack() => _structure.Stacks.WriteBack();

    /// <summary>Frees the stacks and lets go of the networks, which keep what <see cref="Unstack"/> last wrote.</summary>
    public void Dispose() => _structure.Dispose();

    internal Tensor Run(Tensor[] inputs, bool trains)
    {
        _structure.Training = trains;
        if (_structure.Root is { } rule)
            return inputs.Length == 1 ? rule(inputs[0]) : throw Arity(inputs.Length);
        var folded = Array.ConvertAll(inputs, input => input.dim() == 0 ? input : input.flatten(0, 1));
        _structure.Enter();
        try
        {
            var output = Forward(_template, folded);
            if (folded.FirstOrDefault(input => input.dim() > 0) is { } first && (output.dim() == 0 || output.shape[0] != first.shape[0]))
                throw new InvalidOperationException($"Expected a forward of '{_template.GetName()}' that keeps the batch as its first dimension, {first.shape[0]}; got the output [{string.Join(", ", output.shape)}].");
            return output.reshape([Count, output.shape[0] / Count, .. output.shape[1..]]);
        }
        finally
        {
            _structure.Leave();
        }
    }

    internal static Tensor Forward(nn.Module module, Tensor[] inputs) => (module, inputs) switch
    {
        (nn.Module<Tensor, Tensor> m, [var x]) => m.call(x),
        (nn.Module<Tensor, Tensor, Tensor> m, [var x, var y]) => m.call(x, y),
        (nn.Module<Tensor, Tensor, Tensor, Tensor> m, [var x, var y, var z]) => m.call(x, y, z),
        _ => throw Arity(inputs.Length),
    };

    private static ArgumentException Arity(int count)
        => new($"The network's forward does not map {count} tensor{(count == 1 ? "" : "s")} to one tensor (one to three inputs are supported).", "inputs");
}
