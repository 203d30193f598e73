using System.Collections;
using System.Runtime.ExceptionServices;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Modules;

/// <summary>Goes over a data set in batches; every enumeration is a pass, with shuffling in an order of its own.</summary>
/// <typeparam name="T">What a sample is.</typeparam>
/// <typeparam name="S">What a batch is.</typeparam>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="collate_fn">Makes a batch of samples, on a device.</param>
    /// <param name="shuffler">The numbers of the samples in the order of a pass.</param>
    /// <param name="device">Where batches go; the CPU by default.</param>
    /// <param name="num_worker">How many samples are read at once.</param>
    /// <param name="drop_last">Leave out a last batch that is not full.</param>
    /// <param name="disposeBatch">Dispose a batch when the next one is asked for.</param>
    /// <param name="disposeDataset">Dispose the data set with the loader.</param>
    public DataLoader(Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler,
        Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(collate_fn);
        ArgumentNullException.ThrowIfNull(shuffler);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        this.dataset = dataset;
        batch_size = batchSize;
        this.drop_last = drop_last;
        this.collate_fn = collate_fn;
        sampler = shuffler;
        num_workers = Math.Max(num_worker, 1);
        Device = device ?? CPU;
        DisposeBatch = disposeBatch;
        DisposeDataset = disposeDataset;
    }

    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="collate_fn">Makes a batch of samples, on a device.</param>
    /// <param name="shuffle">Whether a pass goes in random order.</param>
    /// <param name="device">Where batches go; the CPU by default.</param>
    /// <param name="seed">Determines the orders of all passes.</param>
    /// <param name="num_worker">How many samples are read at once.</param>
    /// <param name="drop_last">Leave out a last batch that is not full.</param>
    /// <param name="disposeBatch">Dispose a batch when the next one is asked for.</param>
    /// <param name="disposeDataset">Dispose the data set with the loader.</param>
    public DataLoader(Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false,
        Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
        bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, shuffle ? new PassShuffler(dataset.Count, seed) : InOrder(dataset.Count), device,
            num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    public Dataset<T> dataset { get; }

    public int batch_size { get; }

    public bool drop_last { get; }

    public IEnumerable<long> sampler { get; }

    public int num_workers { get; }

    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    public Device Device { get; }

    public bool DisposeBatch { get; }

    public bool DisposeDataset { get; }

    /// <summary>The number of batches of a pass.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

    public IEnumerator<S> GetEnumerator() => new BatchEnumerator<T, S>(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset) dataset.Dispose();
    }

    /// <summary>Reads and collates the samples of these numbers.</summary>
    /// <exception cref="InvalidOperationException">The data set or the collate function threw; its exception is the inner one.</exception>
    private protected virtual S Load(long[] indices)
    {
        var samples = new T[indices.Length];
        var made = new IDisposable[indices.Length][];
        void Read(int i)
        {
            using var scope = NewDisposeScope();
            try
            {
                samples[i] = dataset.GetTensor(indices[i]);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Sample {indices[i]} of {dataset.Count} could not be read: {error.Message}", error);
            }
            made[i] = [.. scope.DisposablesView];
            scope.Detach(made[i]);
        }

        try
        {
            if (num_workers == 1)
                for (var i = 0; i < indices.Length; i++) Read(i);
            else ReadTogether(indices.Length, Read);
            try
            {
                return collate_fn(samples, Device);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    $"The samples {string.Join(", ", indices)} could not be made a batch: {error.Message}", error);
            }
        }
        finally
        {
            foreach (var disposables in made)
                foreach (var disposable in disposables ?? []) disposable.Dispose();
        }
    }

    // The first sample in the batch's order that fails is the one reported, whichever worker came to it first.
    private void ReadTogether(int count, Action<int> read)
    {
        var failures = new Exception?[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = num_workers }, (i, state) =>
        {
            try
            {
                read(i);
            }
            catch (InvalidOperationException error)
            {
                failures[i] = error;
                state.Break();
            }
        });
        if (Array.Find(failures, failure => failure is not null) is { } first) ExceptionDispatchInfo.Throw(first);
    }

    internal S LoadBatch(long[] indices) => Load(indices);

    private static IEnumerable<long> InOrder(long count)
    {
        for (var i = 0L; i < count; i++) yield return i;
    }
}

/// <summary>One pass over a loader's batches.</summary>
internal sealed class BatchEnumerator<T, S>(DataLoader<T, S> loader) : IEnumerator<S>
{
    private IEnumerator<long> order = loader.sampler.GetEnumerator();
    private IDisposable[] held = [];

    public S Current { get; private set; } = default!;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        Release();
        var indices = new List<long>(loader.batch_size);
        while (indices.Count < loader.batch_size && order.MoveNext()) indices.Add(order.Current);
        if (indices.Count == 0 || (loader.drop_last && indices.Count < loader.batch_size)) return false;

        // The batch belongs to this pass, not to a scope that the caller has open.
        using var scope = NewDisposeScope();
        Current = loader.LoadBatch([.. indices]);
        IDisposable[] made = [.. scope.DisposablesView];
        scope.Detach(made);
        if (loader.DisposeBatch) held = made;
        return true;
    }

    public void Reset()
    {
        Release();
        order.Dispose();
        order = loader.sampler.GetEnumerator();
    }

    public void Dispose()
    {
        Release();
        order.Dispose();
    }

    private void Release()
    {
        foreach (var disposable in held) disposable.Dispose();
        held = [];
    }
}
