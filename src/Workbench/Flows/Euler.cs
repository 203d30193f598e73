namespace Workbench.Flows;

/// <summary>Euler's method x + h·v(x, t): order 1, one evaluation a step. Exact on a straight flow.</summary>
public sealed class Euler() : RungeKutta("euler", order: 1, a: [[]], b: [1]);
