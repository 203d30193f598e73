using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The sizes of a tensor's dimensions; two are equal when every dimension is.</summary>
    public readonly struct Size : IEnumerable<long>, IEquatable<Size>
    {
        /// <summary>The shape of a single number.</summary>
        public static readonly Size Empty = new(Array.Empty<long>());

        private readonly long[]? sizes;

        public Size(long[] shape) => sizes = (long[])shape.Clone();
        public Size(IEnumerable<long> shape) => sizes = shape.ToArray();
        public Size(int[] shape) => sizes = Array.ConvertAll(shape, size => (long)size);
        public Size(long size) => sizes = [size];
        public Size((long, long) size) => sizes = [size.Item1, size.Item2];
        public Size((long, long, long) size) => sizes = [size.Item1, size.Item2, size.Item3];
        public Size((long, long, long, long) size) => sizes = [size.Item1, size.Item2, size.Item3, size.Item4];
        public Size((long, long, long, long, long) size) => sizes = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];
        public Size((long, long, long, long, long, long) size) => sizes = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];
        public Size(int size) : this((long)size) { }
        public Size((int, int) size) : this(((long, long))size) { }
        public Size((int, int, int) size) : this(((long, long, long))size) { }
        public Size((int, int, int, int) size) : this(((long, long, long, long))size) { }
        public Size((int, int, int, int, int) size) : this(((long, long, long, long, long))size) { }
        public Size((int, int, int, int, int, int) size) : this(((long, long, long, long, long, long))size) { }

        public static implicit operator Size(long size) => new(size);
        public static implicit operator Size((long, long) size) => new(size);
        public static implicit operator Size((long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long, long, long) size) => new(size);
        public static implicit operator Size(long[] size) => new(size);

        /// <summary>The dimensions of the left shape followed by those of the right one.</summary>
        public static Size operator +(Size left, Size right) => new([.. left.Shape, .. right.Shape]);
        /// <inheritdoc cref="op_Addition(Size, Size)"/>
        public static Size operator +(Size left, IEnumerable<long> right) => new([.. left.Shape, .. right]);

        public static bool operator ==(Size left, Size right) => left.Equals(right);
        public static bool operator !=(Size left, Size right) => !left.Equals(right);
        public bool Equals(Size other) => Shape.AsSpan().SequenceEqual(other.Shape);
        public override bool Equals(object? obj) => obj is Size other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var size in Shape) hash.Add(size);
            return hash.ToHashCode();
        }

        /// <summary>The sizes as an array, which is not copied: it must not be written to.</summary>
        public long[] Shape => sizes ?? [];
        public int Length => Shape.Length;
        public bool IsEmpty => Length == 0;
        /// <summary>Whether this is the shape of a single number.</summary>
        public bool IsScalar => IsEmpty;
        public long this[int idx] => Shape[idx];
        public long this[long idx] => Shape[idx];

        /// <summary>How many elements a tensor of this shape has: 1 for the empty shape.</summary>
        public long numel() => Shape.Aggregate(1L, (product, size) => product * size);

        /// <summary>Dimensions <paramref name="first"/> up to, without, <paramref name="next"/>; a negative one counts from the end.</summary>
        public Size Slice(int first, int next)
        {
            if (first < 0) first += Length;
            if (next < 0) next += Length;
            return next <= first ? Empty : new(Shape.Skip(first).Take(next - first));
        }

        /// <summary>The first <paramref name="i"/> sizes.</summary>
        public IEnumerable<long> Take(int i) => Shape.Take(i);
        public IEnumerator<long> GetEnumerator() => Shape.AsEnumerable().GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>The shape as <c>[2, 3]</c>.</summary>
        public override string ToString() => $"[{string.Join(", ", Shape)}]";
    }
}
