namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>Packs padded sequences.</summary>
                /// <param name="input">[longest, batch, …], or [batch, longest, …] with <paramref name="batch_first"/>.</param>
                /// <param name="lengths">The length of each sequence, on the CPU.</param>
                /// <param name="batch_first">Whether the batch is the first dimension.</param>
                /// <param name="enforce_sorted">Demand that the sequences come longest first.</param>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false,
                    bool enforce_sorted = true)
                {
                    using var scope = DisposeScopeManager.NewUncountedScope();
                    return Pack(scope, input, lengths, batch_first, enforce_sorted);
                }

                /// <summary>Packs with intermediate tensors in a scope, which it ends before it makes the sequence.</summary>
                private static PackedSequence Pack(DisposeScope scope, Tensor input, Tensor lengths, bool batch_first, bool enforce_sorted)
                {
                    lengths = lengths.to(ScalarType.Int64);
                    Tensor? sorted = null, unsorted = null;
                    if (!enforce_sorted)
                    {
                        (lengths, sorted) = Ops.sort(lengths, -1, true);
                        sorted = sorted.to(input.device);
                        unsorted = Inverse(sorted);
                        input = input.index_select(batch_first ? 0 : 1, sorted);
                        scope.MoveToOuter(sorted, unsorted);
                    }
                    var (data, sizes) = Ops._pack_padded_sequence(input, lengths, batch_first);
                    scope.MoveToOuter(data, sizes);
                    scope.Dispose();
                    return new PackedSequence(data, sizes, sorted, unsorted);
                }

                /// <summary>The padded sequences, and their lengths.</summary>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false,
                    double padding_value = 0.0, long? total_length = null)
                {
                    using var scope = DisposeScopeManager.NewUncountedScope();
                    var longest = sequence.batch_sizes.size(0);
                    if (total_length is { } wanted && wanted < longest)
                        throw new ArgumentException($"Expected total_length to be at least the length of the longest sequence in " +
                            $"input, but got total_length={wanted} and max sequence length being {longest}", nameof(total_length));
                    var (padded, lengths) = Ops._pad_packed_sequence(sequence.data, sequence.batch_sizes, batch_first, padding_value,
                        total_length ?? longest);
                    if (sequence.InverseOrder is { } order)
                    {
                        padded = padded.index_select(batch_first ? 0 : 1, order);
                        lengths = lengths.index_select(0, order.cpu());
                    }
                    return scope.MoveToOuter(padded, lengths);
                }

                /// <summary>Sequences of different lengths in one tensor, the ends filled with a value.</summary>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0)
                {
                    ArgumentNullException.ThrowIfNull(sequences);
                    Tensor[] list = [.. sequences];
                    if (list.Length == 0) throw new ArgumentException("There is no sequence to pad.", nameof(sequences));
                    return Ops.pad_sequence(list, batch_first, padding_value);
                }

                /// <summary>Packs sequences of different lengths.</summary>
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    ArgumentNullException.ThrowIfNull(sequences);
                    using var scope = DisposeScopeManager.NewUncountedScope();
                    var list = sequences.ToList();
                    var lengths = tensor(list.Select(sequence => sequence.size(0)).ToArray());
                    return Pack(scope, pad_sequence(list), lengths, false, enforce_sorted);
                }

                internal static Tensor Inverse(Tensor permutation)
                    => empty_like(permutation).scatter_(0, permutation, arange(permutation.numel(), device: permutation.device));
            }
        }
    }
}
