namespace Workbench.Flows;

/// <summary>
/// Heun's method (the trapezoidal rule with an Euler predictor): order 2, two evaluations a step, both at the ends of it.
/// </summary>
public sealed class Heun() : RungeKutta("heun", order: 2, a: [[], [1]], b: [0.5, 0.5]);
