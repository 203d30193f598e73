using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// The feed-forward layers that arXiv 2002.05202 compares, without biases: f(xW₁)W₂ with an <see cref="Activation"/>, or (g(xW) ⊙ xV)W₂ with a
/// <see cref="GatedUnit"/>. The activation is a module, so that what is trained of it is found.
/// </summary>
public sealed class GluFeedForward : Module<Tensor, Tensor>
{
    private readonly Linear key;
    private readonly Linear? gated;
    private readonly Module<Tensor, Tensor> activation;
    private readonly Linear value;

    /// <summary>A layer with an ungated activation: 2·d·D weights. Whoever holds it draws them.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="hidden">D, the neurons.</param>
    /// <param name="activation">f.</param>
    public GluFeedForward(long width, long hidden, Activation activation)
        : this(width, hidden, activation ?? throw new ArgumentNullException(nameof(activation)), false)
    {
    }

    /// <summary>A gated layer: 3·d·D weights; <see cref="MatchedHidden"/> gives the D of as many parameters as an ungated layer.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="hidden">D, the neurons.</param>
    /// <param name="unit">Its g.</param>
    public GluFeedForward(long width, long hidden, GatedUnit unit)
        : this(width, hidden, (unit ?? throw new ArgumentNullException(nameof(unit))).Gate, true)
    {
    }

    private GluFeedForward(long width, long hidden, Activation activation, bool gate)
        : base(nameof(GluFeedForward))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        key = Linear(width, hidden, hasBias: false);
        gated = gate ? Linear(width, hidden, hasBias: false) : null;
        this.activation = activation.ToModule();
        value = Linear(hidden, width, hasBias: false);
        RegisterComponents();
    }

    /// <summary>⌊2D/3⌉: the neurons of a gated layer with as many parameters as an ungated one of D (3072 becomes 2048).</summary>
    /// <param name="hidden">D.</param>
    public static long MatchedHidden(long hidden) => (long)Math.Round(hidden * 2 / 3.0);

    /// <summary>A layer by the name of an activation or a gated unit, gated ones with the matched number of neurons.</summary>
    /// <param name="name">A name of <see cref="Activations.All"/> or <see cref="GatedUnit.All"/>.</param>
    /// <param name="width">d.</param>
    /// <param name="hidden">D of an ungated layer.</param>
    /// <exception cref="ArgumentException">Neither list has the name.</exception>
    public static GluFeedForward ByName(string name, long width, long hidden)
        => GatedUnit.All.FirstOrDefault(u => string.Equals(u.Name, name, StringComparison.OrdinalIgnoreCase)) is { } unit
            ? new GluFeedForward(width, MatchedHidden(hidden), unit)
            : new GluFeedForward(width, hidden, Activations.ByName(name));

    /// <summary>The layer's output.</summary>
    /// <param name="input">[…, d].</param>
    /// <returns>[…, d].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var hidden = activation.call(key.call(input));
        if (gated is not null)
            hidden = hidden * gated.call(input);
        return value.call(hidden).MoveToOuterDisposeScope();
    }
}
