namespace Workbench.Pruning;

/// <summary>Gradual: every pruning takes the same number of weights, <c>s_k = s · k/n</c>.</summary>
/// <param name="final">Sparsity after the last pruning, in [0, 1).</param>
public sealed class Gradual(double final) : SparsitySchedule(final)
{
    /// <inheritdoc/>
    public override string Name => "gradual";

    /// <inheritdoc/>
    public override string Reference => "linear, as Gale et al. 2019, arXiv:1902.09574, compare with the cubic one";

    /// <inheritdoc/>
    protected override double At(double progress) => Final * progress;
}
