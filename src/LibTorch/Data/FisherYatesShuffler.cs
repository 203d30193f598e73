using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The numbers below a size in random order (Fisher and Yates); with a seed, in the same order every time.</summary>
public class FisherYatesShuffler(long size, int? seed = null) : IEnumerable<long>
{
    public IEnumerator<long> GetEnumerator() => Order(size, seed is { } given ? new Random(given) : new Random()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static IEnumerable<long> Order(long size, Random random)
    {
        var numbers = new long[size];
        for (var i = 0L; i < size; i++) numbers[i] = i;
        for (var i = 0L; i < size; i++)
        {
            var j = random.NextInt64(i, size);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
            yield return numbers[i];
        }
    }
}

/// <summary>As <see cref="FisherYatesShuffler"/>, but every pass has an order of its own, which the seed determines.</summary>
internal sealed class PassShuffler(long size, int? seed) : IEnumerable<long>
{
    private readonly Random seeds = seed is { } given ? new Random(given) : new Random();

    public IEnumerator<long> GetEnumerator()
    {
        int own;
        lock (seeds) own = seeds.Next();
        return FisherYatesShuffler.Order(size, new Random(own)).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
