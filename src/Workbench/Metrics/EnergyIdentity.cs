using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>
/// The identity E‖X_1-X_0‖² - E‖Z_1-Z_0‖² = S(Z) + V((X_0, X_1)) of rectified flow (arXiv 2209.03003, section 3.2): what
/// rectification saves in transport cost is the straightness of the flow plus the crossing term of the coupling.
/// </summary>
/// <param name="CostBefore">E‖X_1 - X_0‖² of the coupling.</param>
/// <param name="CostAfter">E‖Z_1 - Z_0‖² of the flow's own pairs.</param>
/// <param name="Straightness">S(Z).</param>
/// <param name="Crossing">V((X_0, X_1)).</param>
public sealed record EnergyIdentity(double CostBefore, double CostAfter, double Straightness, double Crossing)
{
    /// <summary>What rectification saves, E‖X_1-X_0‖² - E‖Z_1-Z_0‖².</summary>
    public double Saved => CostBefore - CostAfter;

    /// <summary>|S + V - saved| / saved: zero up to sampling, time steps and, for a trained flow, its fitting error.</summary>
    public double RelativeGap => Math.Abs(Straightness + Crossing - Saved) / Math.Abs(Saved);

    /// <summary>Measures the four terms of a flow, started at the source points of the pairs.</summary>
    /// <param name="field">The flow that rectifies the coupling.</param>
    /// <param name="x0">Source points, [batch, …].</param>
    /// <param name="x1">Their partners, of the same shape.</param>
    /// <param name="steps">Time steps.</param>
    /// <param name="solver">The solver; Heun by default.</param>
    public static EnergyIdentity Of(VelocityField field, Tensor x0, Tensor x1, int steps = 100, Solver? solver = null)
    {
        using var scope = torch.NewDisposeScope();
        var solution = (solver ?? Solver.Heun).Solve(field, x0, steps, record: true);
        var squared = TransportCost.NormPower(2);
        return new EnergyIdentity(
            TransportCost.Of(x0, x1, squared),
            TransportCost.Of(x0, solution.Final, squared),
            Metrics.Straightness.Along(field, solution).Value,
            CrossingTerm.Of(field, x0, x1, steps));
    }
}
