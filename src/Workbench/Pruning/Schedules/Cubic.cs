namespace Workbench.Pruning;

/// <summary>
/// Cubic, <c>s_k = s_f + (s_0 − s_f)(1 − k/n)³</c>: fast while many weights are redundant, slow at the end (eq. 1).
/// </summary>
public sealed class Cubic : SparsitySchedule
{
    /// <summary>A schedule between two sparsities.</summary>
    /// <param name="final">s_f, in [0, 1).</param>
    /// <param name="initial">s_0, in [0, s_f].</param>
    /// <exception cref="ArgumentOutOfRangeException">A sparsity is out of its range.</exception>
    public Cubic(double final, double initial = 0)
        : base(final)
    {
        if (!(initial >= 0 && initial <= final))
            throw new ArgumentOutOfRangeException(nameof(initial), initial, $"The initial sparsity lies in [0, {final}], the final one.");
        Initial = initial;
    }

    /// <summary>s_0: sparsity at the start.</summary>
    public double Initial { get; }

    /// <inheritdoc/>
    public override string Name => "cubic";

    /// <inheritdoc/>
    public override string Reference => "Zhu & Gupta 2017, arXiv:1710.01878";

    /// <inheritdoc/>
    protected override double At(double progress) => Final + ((Initial - Final) * Math.Pow(1 - progress, 3));
}
