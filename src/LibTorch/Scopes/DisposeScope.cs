namespace TorchSharp;

/// <summary>
/// Disposes at its end every tensor that was made on this thread while it was the innermost scope, except those moved out or detached.
/// Scopes nest.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    // A slot a disposable; a tensor remembers its slot, so leaving a scope costs no search. Empty slots are skipped.
    private IDisposable?[] slots = new IDisposable?[16];
    private int used;
    private int count;
    private DisposeScopeManager? manager;

    // The scope of a function's own intermediate tensors, which nobody sees: only what leaves it is counted, as made where it goes.
    internal readonly bool Uncounted;

    internal DisposeScope(DisposeScopeManager manager, bool uncounted = false)
    {
        this.manager = manager;
        Uncounted = uncounted;
        OuterScope = manager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    /// <summary>A copy of what the scope holds now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            CheckAlive();
            return slots.Take(used).Where(item => item is not null).Select(item => item!).ToArray();
        }
    }

    /// <summary>How many disposables the scope holds now.</summary>
    public int DisposablesCount
    {
        get
        {
            CheckAlive();
            return count;
        }
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, disposables);
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        CheckAlive();
        if (Remove(disposable))
        {
            if (Uncounted) manager!.CountCreation(Counted(disposable), scope);
            else if (scope is null) Counted(disposable).DetachedFromScopeCount++;
            scope?.Add(disposable);
        }
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther<IDisposable>(scope, disposable); // not the params overload again
    }

    /// <summary>Takes a disposable out of every scope; its owner disposes it, or the garbage collector does.</summary>
    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => MoveToOther(null, disposables);
    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    public void Attach(IDisposable disposable) => Attach((IEnumerable<IDisposable>)[disposable]);
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes disposables into this scope, out of whichever held them.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        CheckAlive();
        var attached = disposables.ToArray();
        foreach (var disposable in attached)
        {
            if (disposable is torch.Tensor tensor)
            {
                if (tensor.OwningDisposeScope == this) continue;
                tensor.OwningDisposeScope?.Remove(tensor);
            }
            else if (Find(disposable) >= 0) continue;
            else if (disposable is torch.nn.utils.rnn.PackedSequence sequence) sequence.OwningDisposeScope?.Remove(sequence);
            Add(disposable);
            Counted(disposable).AttachedToScopeCount++;
        }
        return attached;
    }

    /// <summary>Disposes what the scope holds; the scope goes on.</summary>
    public void DisposeEverything()
    {
        CheckAlive();
        var held = slots;
        int n = used;
        slots = new IDisposable?[16];
        used = count = 0;
        for (int i = 0; i < n; i++)
        {
            if (held[i] is not { } item) continue;
            // The tensor keeps naming this scope as its owner until it is disposed: the statistics ask whether it was in one.
            if (item is torch.Tensor tensor) tensor.DisposeByScope();
            else item.Dispose();
        }
    }

    /// <summary>Disposes what the scope holds except these, which it keeps.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        CheckAlive();
        var keep = inKeep.Where(item => Remove(item)).ToArray();
        DisposeEverything();
        foreach (var item in keep) Add(item);
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    /// <summary>Forgets a disposable that has been disposed by other hands.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        CheckAlive();
        Remove(disposable);
    }

    /// <summary>Whether the scope holds this disposable.</summary>
    public bool Contains(IDisposable disposable)
    {
        CheckAlive();
        return Find(disposable) >= 0;
    }

    /// <summary>Disposes what the scope holds and ends it.</summary>
    public void Dispose()
    {
        if (manager is null) return;
        DisposeEverything();
        manager.RemoveDisposeScope(this);
        manager = null;
    }

    internal void Add(IDisposable item)
    {
        if (used == slots.Length) Grow();
        if (item is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = this;
            tensor.ScopeSlot = used;
        }
        else if (item is torch.nn.utils.rnn.PackedSequence sequence) sequence.OwningDisposeScope = this;
        slots[used++] = item;
        count++;
    }

    /// <summary>Holds one tensor in place of another.</summary>
    internal void Replace(torch.Tensor original, torch.Tensor replacement)
    {
        int slot = Find(original);
        if (slot < 0) return;
        slots[slot] = replacement;
        (replacement.OwningDisposeScope, replacement.ScopeSlot) = (this, slot);
        original.OwningDisposeScope = null;
    }

    internal bool Remove(IDisposable item)
    {
        int slot = Find(item);
        if (slot < 0) return false;
        slots[slot] = null;
        count--;
        if (item is torch.Tensor tensor) tensor.OwningDisposeScope = null;
        else if (item is torch.nn.utils.rnn.PackedSequence sequence) sequence.OwningDisposeScope = null;
        return true;
    }

    private int Find(IDisposable item)
    {
        if (item is torch.Tensor tensor)
            return tensor.OwningDisposeScope == this && tensor.ScopeSlot < used && ReferenceEquals(slots[tensor.ScopeSlot], tensor) ? tensor.ScopeSlot : -1;
        for (int i = used - 1; i >= 0; i--)
            if (ReferenceEquals(slots[i], item)) return i;
        return -1;
    }

    private void Grow()
    {
        // Mostly empty slots are squeezed out before more room is taken.
        var target = count < slots.Length / 2 ? slots : new IDisposable?[slots.Length * 2];
        int kept = 0;
        for (int i = 0; i < used; i++)
        {
            if (slots[i] is not { } item) continue;
            if (item is torch.Tensor tensor) tensor.ScopeSlot = kept;
            target[kept++] = item;
        }
        if (ReferenceEquals(target, slots)) Array.Clear(slots, kept, used - kept);
        slots = target;
        used = kept;
    }

    private LifetimeStatistics Counted(IDisposable item) =>
        item is torch.Tensor ? manager!.StatisticsInstance.TensorStatistics : manager!.StatisticsInstance.PackedSequenceStatistics;

    private void CheckAlive() => ObjectDisposedException.ThrowIf(manager is null, this);
}
