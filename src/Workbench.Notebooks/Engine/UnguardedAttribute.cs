namespace Microsoft.DotNet.Interactive;

/// <summary>
/// Leaves the checks for interrupts out of a function or type of a cell, where a few tenths of a nanosecond in an inner loop matter;
/// an interrupt then waits until it returns.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property)]
public sealed class UnguardedAttribute : Attribute;
