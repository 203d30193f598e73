using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TorchSharp.Utils;

/// <summary>Takes objects for equal when they are the same one, whatever they say of themselves.</summary>
public class ReferenceEqualityComparer<T> : EqualityComparer<T> where T : class
{
    public static new IEqualityComparer<T> Default { get; } = new ReferenceEqualityComparer<T>();

    public override bool Equals(T? x, T? y) => ReferenceEquals(x, y);

    public override int GetHashCode([DisallowNull] T obj) => RuntimeHelpers.GetHashCode(obj);
}
