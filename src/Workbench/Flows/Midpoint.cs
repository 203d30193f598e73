namespace Workbench.Flows;

/// <summary>
/// The midpoint method x + h·v(x + (h/2)·v(x, t), t + h/2): order 2, two evaluations a step. On a flow between two
/// Gaussians its leading error vanishes and the measured order is 3.
/// </summary>
public sealed class Midpoint() : RungeKutta("midpoint", order: 2, a: [[], [0.5]], b: [0, 1]);
