namespace Workbench.Pruning;

/// <summary>One-shot: everything goes in the first pruning.</summary>
/// <param name="final">Sparsity in [0, 1).</param>
public sealed class OneShot(double final) : SparsitySchedule(final)
{
    /// <inheritdoc/>
    public override string Name => "one-shot";

    /// <inheritdoc/>
    public override string Reference => "Lee et al. 2019, arXiv:1810.02340";

    /// <inheritdoc/>
    protected override double At(double progress) => progress > 0 ? Final : 0;
}
