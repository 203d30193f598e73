using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>An activation given by a function in a notebook or a test; its facts are measured.</summary>
internal sealed class CustomActivation : Activation
{
    private readonly Func<Tensor, Tensor> _function;

    public CustomActivation(string name, Func<Tensor, Tensor> function, string formula)
        : base(name)
    {
        (_function, Formula) = (function, formula);
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64 })
            Probe(dtype);
        IsPointwise = ActsEntryByEntry();
    }

    public override string Formula { get; }

    public override bool IsPointwise { get; }

    public override bool IsCustom => true;

    protected override ActivationFacts? DeclaredFacts => null;

    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => _function(x);

    private void Probe(ScalarType dtype)
    {
        using var scope = torch.NewDisposeScope();
        var probe = torch.linspace(-3, 3, 24, dtype: dtype).view(2, 3, 4);
        var result = _function(probe)
            ?? throw new ArgumentException($"The definition of '{Name}' returns null for a tensor.", "function");
        if (!result.shape.SequenceEqual(probe.shape))
            throw new ArgumentException(
                $"The definition of '{Name}' makes [{string.Join(", ", result.shape)}] of [2, 3, 4]; an activation keeps the shape.", "function");
        if (result.dtype != dtype)
            throw new ArgumentException($"The definition of '{Name}' makes {result.dtype} of {dtype}; an activation keeps the dtype.", "function");
    }

    // Entries in another order and shape give the same values in that order.
    private bool ActsEntryByEntry()
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var probe = torch.linspace(-3, 3, 24, dtype: ScalarType.Float64);
        var whole = _function(probe.view(2, 3, 4)).flatten();
        var part = _function(probe.narrow(0, 5, 12).flip(0)).flip(0);
        return whole.narrow(0, 5, 12).allclose(part, 1e-9, 1e-12, true);
    }
}
