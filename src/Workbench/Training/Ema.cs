using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Exponential moving average of a module's parameters, <c>ema ← decay · ema + (1 − decay) · θ</c> per
/// <see cref="Update"/>, starting from the parameters at construction. After k updates
/// <c>ema = decay^k · θ₀ + (1 − decay) · Σᵢ decay^(k−i) · θᵢ</c>. Buffers (BatchNorm statistics) are not averaged: the
/// model's own are used.
/// </summary>
/// <example>
/// <code>
/// using var ema = new Ema(model, decay: 0.999);
/// …after each optimiser step: ema.Update();
/// using (ema.Swap()) Evaluate(model);   // the averaged weights, then the trained ones again
/// </code>
/// </example>
public sealed class Ema : IDisposable
{
    private readonly List<(string Name, Tensor Parameter, Tensor Average)> entries = [];
    private bool swapped;

    /// <summary>Copies the module's parameters as the start of the average.</summary>
    /// <param name="module">The module whose parameters are followed; it keeps them.</param>
    /// <param name="decay">Weight of the past, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">The module has no parameters.</exception>
    public Ema(nn.Module module, double decay)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!(decay >= 0 && decay < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay of a moving average lies in [0, 1).");
        Decay = decay;
        using var noGrad = torch.no_grad();
        foreach (var (name, parameter) in module.named_parameters())
            entries.Add((name, parameter, parameter.detach().clone().DetachFromDisposeScope()));
        if (entries.Count == 0) throw new ArgumentException("The module has no parameters to average.", nameof(module));
    }

    /// <summary>Weight of the past.</summary>
    public double Decay { get; }

    /// <summary>How often the average was updated.</summary>
    public long Updates { get; private set; }

    /// <summary>The averaged parameters by name; they belong to this object.</summary>
    public IReadOnlyDictionary<string, Tensor> Averages => entries.ToDictionary(entry => entry.Name, entry => entry.Average);

    /// <summary>Takes the parameters as they are now into the average.</summary>
    /// <exception cref="InvalidOperationException">The averaged weights are swapped into the model.</exception>
    public void Update()
    {
        if (swapped) throw new InvalidOperationException("The averaged weights are in the model; end the swap before updating.");
        Average();
        Updates++;
    }

    // The arithmetic of an update, which a recorded step replays; the loop counts.
    internal void Average()
        => Foreach.Average([.. entries.Select(entry => entry.Average)], [.. entries.Select(entry => entry.Parameter)], Decay);

    internal void Counted() => Updates++;

    /// <summary>Puts the averaged weights into the model until the result is disposed, which brings the trained ones back bit for bit.</summary>
    /// <exception cref="InvalidOperationException">They are in it already.</exception>
    public IDisposable Swap()
    {
        if (swapped) throw new InvalidOperationException("The averaged weights are in the model already.");
        using var noGrad = torch.no_grad();
        var trained = entries.Select(entry => entry.Parameter.detach().clone().DetachFromDisposeScope()).ToList();
        foreach (var (_, parameter, average) in entries) parameter.copy_(average);
        swapped = true;
        return new Restore(this, trained);
    }

    /// <summary>Writes the averaged weights into a module with the same parameter names and shapes.</summary>
    /// <exception cref="ArgumentException">A parameter is missing there.</exception>
    public void CopyTo(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var targets = module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        using var noGrad = torch.no_grad();
        foreach (var (name, _, average) in entries)
        {
            if (!targets.TryGetValue(name, out var target))
                throw new ArgumentException($"The module has no parameter '{name}'.", nameof(module));
            target.copy_(average);
        }
    }

    /// <summary>Releases the averages.</summary>
    public void Dispose()
    {
        foreach (var (_, _, average) in entries) average.Dispose();
    }

    private sealed class Restore(Ema ema, List<Tensor> trained) : IDisposable
    {
        public void Dispose()
        {
            if (!ema.swapped) return;
            using var noGrad = torch.no_grad();
            for (var i = 0; i < trained.Count; i++)
            {
                ema.entries[i].Parameter.copy_(trained[i]);
                trained[i].Dispose();
            }

            ema.swapped = false;
        }
    }
}
