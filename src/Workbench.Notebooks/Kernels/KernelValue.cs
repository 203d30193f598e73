namespace Workbench.Notebooks.Kernels;

/// <summary>A variable of a notebook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Value">What it holds now.</param>
public sealed record KernelValue(string Name, Type Type, object? Value);
