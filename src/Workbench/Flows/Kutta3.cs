namespace Workbench.Flows;

/// <summary>Kutta's method of order 3, three evaluations a step.</summary>
public sealed class Kutta3() : RungeKutta("kutta3", order: 3, a: [[], [0.5], [-1, 2]], b: [1.0 / 6, 2.0 / 3, 1.0 / 6]);
