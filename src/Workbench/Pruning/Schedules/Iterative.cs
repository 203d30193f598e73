namespace Workbench.Pruning;

/// <summary>Iterative: every pruning takes the same share of the weights still alive, <c>1 − s_k = (1 − s)^(k/n)</c>.</summary>
/// <param name="final">Sparsity after the last pruning, in [0, 1).</param>
public sealed class Iterative(double final) : SparsitySchedule(final)
{
    /// <inheritdoc/>
    public override string Name => "iterative";

    /// <inheritdoc/>
    public override string Reference => "Frankle & Carbin 2019, arXiv:1803.03635";

    /// <inheritdoc/>
    protected override double At(double progress) => 1 - Math.Pow(1 - Final, progress);
}
