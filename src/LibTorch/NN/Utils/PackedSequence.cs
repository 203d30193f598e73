namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Sequences of different lengths.</summary>
            public static partial class rnn
            {
                /// <summary>Sequences of different lengths, step after step without the padding, the longest first.</summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>The elements of all sequences at the first step, then at the second, and so on.</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences reach each step.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>Where the sequences, longest first, were in the batch; an invalid tensor when they came so.</summary>
                    public readonly Tensor sorted_indices;

                    /// <summary>The inverse of <see cref="sorted_indices"/>.</summary>
                    public readonly Tensor unsorted_indices;

                    private DisposeScope? owner;
                    private bool disposed;

                    internal PackedSequence(Tensor data, Tensor batch_sizes, Tensor? sorted_indices, Tensor? unsorted_indices)
                    {
                        this.data = data.DetachFromDisposeScope();
                        this.batch_sizes = batch_sizes.DetachFromDisposeScope();
                        this.sorted_indices = sorted_indices?.DetachFromDisposeScope() ?? Undefined();
                        this.unsorted_indices = unsorted_indices?.DetachFromDisposeScope() ?? Undefined();
                        DisposeScopeManager.ThreadSingleton.CountCreation(Counts, CurrentDisposeScope);
                        CurrentDisposeScope?.Add(this);
                    }

                    internal bool IsInvalid => disposed;

                    /// <summary>The scope that holds the sequence; its tensors, which it disposes itself, are counted there too.</summary>
                    internal DisposeScope? OwningDisposeScope
                    {
                        get => owner;
                        set
                        {
                            owner = value;
                            foreach (var tensor in Tensors) tensor.OwningDisposeScope = value;
                        }
                    }

                    internal Tensor? Order => sorted_indices.IsInvalid ? null : sorted_indices;

                    internal Tensor? InverseOrder => unsorted_indices.IsInvalid ? null : unsorted_indices;

                    private Tensor[] Tensors => [data, batch_sizes, sorted_indices, unsorted_indices];

                    private static Tensor Undefined()
                    {
                        using var scope = DisposeScopeManager.NewUncountedScope();
                        return empty(0);
                    }

                    private static LifetimeStatistics Counts => DisposeScopeManager.Statistics.PackedSequenceStatistics;

                    public void Dispose()
                    {
                        if (disposed) return;
                        disposed = true;
                        foreach (var tensor in Tensors) tensor.Dispose();
                        DisposeScopeManager.ThreadSingleton.CountDisposal(Counts, owner);
                        owner?.Remove(this);
                    }

                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        owner?.MoveToOuter<PackedSequence>(this);
                        return this;
                    }

                    public PackedSequence DetachFromDisposeScope()
                    {
                        owner?.Detach<PackedSequence>(this);
                        return this;
                    }

                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other.owner);

                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other)
                    {
                        if (owner is not null) owner.MoveToOther<PackedSequence>(other, this);
                        else other?.Attach(this);
                        return this;
                    }
                }
            }
        }
    }
}
