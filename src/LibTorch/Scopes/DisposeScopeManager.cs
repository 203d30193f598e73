namespace TorchSharp;

/// <summary>The dispose scopes of one thread, innermost first, and what has happened to tensors on it.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? threadSingleton;

    internal static DisposeScopeManager ThreadSingleton => threadSingleton ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();
    internal DisposeScope? CurrentDisposeScope { get; private set; }

    /// <summary>Counts of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal void Register(torch.Tensor tensor)
    {
        CountCreation(StatisticsInstance.TensorStatistics, CurrentDisposeScope);
        CurrentDisposeScope?.Add(tensor);
    }

    internal void CountCreation(LifetimeStatistics counts, DisposeScope? scope)
    {
        if (scope is null) counts.CreatedOutsideScopeCount++;
        else if (!scope.Uncounted) counts.CreatedInScopeCount++;
    }

    internal void Disposing(torch.Tensor tensor) => CountDisposal(StatisticsInstance.TensorStatistics, tensor.OwningDisposeScope);

    internal void CountDisposal(LifetimeStatistics counts, DisposeScope? scope)
    {
        if (scope is null) counts.DisposedOutsideScopeCount++;
        else if (!scope.Uncounted) counts.DisposedInScopeCount++;
    }

    /// <summary>A scope for the intermediate tensors of a function that is one operation to its caller.</summary>
    internal static DisposeScope NewUncountedScope() => ThreadSingleton.CurrentDisposeScope = new DisposeScope(ThreadSingleton, uncounted: true);

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    internal void RemoveDisposeScope(DisposeScope ended)
    {
        if (ReferenceEquals(CurrentDisposeScope, ended))
        {
            CurrentDisposeScope = ended.OuterScope;
            return;
        }
        // Scopes may end out of order: take it out of the chain.
        for (var scope = CurrentDisposeScope; scope is not null; scope = scope.OuterScope)
            if (ReferenceEquals(scope.OuterScope, ended)) scope.OuterScope = ended.OuterScope;
    }
}

/// <summary>Counts of one kind of disposable on one thread.</summary>
public class LifetimeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }
    public long DisposedOutsideScopeCount { get; internal set; }
    public long CreatedInScopeCount { get; internal set; }
    public long DisposedInScopeCount { get; internal set; }
    public long DetachedFromScopeCount { get; internal set; }
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Alive and in no scope, as far as this thread's counts tell.</summary>
    public long ThreadTotalLiveCount => CreatedOutsideScopeCount + CreatedInScopeCount - DisposedOutsideScopeCount - DisposedInScopeCount;

    public virtual void Reset() =>
        CreatedOutsideScopeCount = DisposedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = DetachedFromScopeCount = AttachedToScopeCount = 0;

    /// <summary>All counts on one line, for a log.</summary>
    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; "
        + $"CreatedInScopeCount: {CreatedInScopeCount}; DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; DetachedFromScopeCount: {DetachedFromScopeCount}";
}

/// <summary>Counts of tensors and packed sequences on one thread.</summary>
public class ThreadDisposeScopeStatistics
{
    public LifetimeStatistics TensorStatistics { get; } = new();
    public LifetimeStatistics PackedSequenceStatistics { get; } = new();

    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount + PackedSequenceStatistics.CreatedOutsideScopeCount;
    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount + PackedSequenceStatistics.DisposedOutsideScopeCount;
    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount + PackedSequenceStatistics.CreatedInScopeCount;
    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount + PackedSequenceStatistics.DisposedInScopeCount;
    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount + PackedSequenceStatistics.DetachedFromScopeCount;
    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount + PackedSequenceStatistics.AttachedToScopeCount;
    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount + PackedSequenceStatistics.ThreadTotalLiveCount;

    public void Reset()
    {
        TensorStatistics.Reset();
        PackedSequenceStatistics.Reset();
    }

    /// <summary>All counts on one line, for a log.</summary>
    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; "
        + $"CreatedInScopeCount: {CreatedInScopeCount}; DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; DetachedFromScopeCount: {DetachedFromScopeCount}";
}

public static partial class torch
{
    /// <summary>Starts a scope that disposes the tensors made in it on this thread.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Runs a function in a scope of its own; the tensor that it returns goes to the outer scope.</summary>
    public static T WrappedTensorDisposeScope<T>(Func<T> expr) where T : IDisposable
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }
}
