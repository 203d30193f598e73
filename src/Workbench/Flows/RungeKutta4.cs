namespace Workbench.Flows;

/// <summary>The classical Runge–Kutta method: order 4, four evaluations a step.</summary>
public sealed class RungeKutta4()
    : RungeKutta("rk4", order: 4, a: [[], [0.5], [0, 0.5], [0, 0, 1]], b: [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]);
