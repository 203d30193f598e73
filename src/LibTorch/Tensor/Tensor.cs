using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An array of numbers with a shape, on a device, that autograd can follow.</summary>
    [Utils.TypeFormatterSource(typeof(Printing.TensorFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
    public partial class Tensor : IDisposable
    {
        private nint handle;
        private readonly int beyond; // native bytes beyond those of every handle, in units of 64, so that the object stays small
        internal int ScopeSlot;
        internal DisposeScope? OwningDisposeScope;

        private static long totalCount;
        private static long peakCount;

        /// <summary>Takes over a native reference; <paramref name="bytes"/> is what it costs outside the managed heap.</summary>
        internal Tensor(nint handle, long bytes, bool registered = true)
        {
            this.handle = handle;
            beyond = (int)Math.Min(int.MaxValue, Math.Max(0, bytes - MemoryPressure.EveryHandle + 63) / 64);
            long alive = Interlocked.Increment(ref totalCount);
            if (alive > peakCount) peakCount = alive;
            if (registered) DisposeScopeManager.ThreadSingleton.Register(this);
            MemoryPressure.Add((long)beyond * 64, alive);
        }

        ~Tensor() => Release();

        /// <summary>Gives the native tensor back and leaves the scope that held this object; using it afterwards throws.</summary>
        public void Dispose()
        {
            if (handle == 0) return;
            DisposeScopeManager.ThreadSingleton.Disposing(this);
            OwningDisposeScope?.Remove(this);
            Release();
            GC.SuppressFinalize(this);
        }

        internal void DisposeByScope()
        {
            if (handle == 0) return;
            DisposeScopeManager.ThreadSingleton.Disposing(this);
            OwningDisposeScope = null;
            Release();
            GC.SuppressFinalize(this);
        }

        /// <summary>Becomes invalid because another object has taken over the native tensor; for the statistics it lives on there.</summary>
        internal void Surrender()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            var h = Interlocked.Exchange(ref handle, 0);
            if (h == 0) return;
            Interlocked.Decrement(ref totalCount);
            MemoryPressure.Remove((long)beyond * 64);
            Api.wb_release(h);
        }

        /// <summary>The native tensor, borrowed: valid while this object is alive and not disposed.</summary>
        /// <exception cref="ObjectDisposedException">The tensor has been disposed.</exception>
        public nint Handle => handle != 0 ? handle : ThrowDisposed();

        private nint ThrowDisposed() => throw new ObjectDisposedException(
            nameof(Tensor), "The tensor has been disposed; keep it with MoveToOuterDisposeScope() or DetachFromDisposeScope() if it should outlive its scope.");

        internal void Check() => _ = Handle;

        public bool IsInvalid => handle == 0;

        /// <summary>Tensors alive in the process, over all threads.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The most tensors that were alive at once.</summary>
        public static long PeakCount => peakCount;

        /// <summary>A name for the reader; libtorch does not know it.</summary>
        public string? name { get; set; }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner) owner.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>The reference equality of objects; use <c>==</c> or <c>eq</c> for the elements.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Whether shapes and all elements are equal.</summary>
        public bool Equals(Tensor target) => target is not null && (ReferenceEquals(this, target) || Ops.equal(this, target));

        internal unsafe Info ReadInfo()
        {
            Info info;
            Api.Check(Api.wb_tensor_info(Handle, &info));
            return info;
        }
    }
}
