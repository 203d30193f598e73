using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers with a seed and a state of its own.</summary>
    public unsafe class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            nint made;
            Api.Check(Api.wb_generator_new((int)this.device.type, this.device.index, seed, &made));
            handle = made;
        }

        private Generator(nint handle, Device device)
        {
            this.handle = handle;
            this.device = device;
        }

        public Device device { get; }

        public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>The generator that operations without an explicit one draw from on the CPU.</summary>
        public static Generator Default => DefaultOf(CPU);

        internal static Generator DefaultOf(Device device)
        {
            nint found;
            Api.Check(Api.wb_generator_default((int)device.type, device.index, &found));
            return new Generator(found, device);
        }

        public Tensor get_state()
        {
            Result state;
            Api.Check(Api.wb_generator_get_state(Handle, &state));
            GC.KeepAlive(this);
            return Handles.Take(state);
        }

        public void set_state(Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Api.Check(Api.wb_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public Generator manual_seed(long seed)
        {
            Api.Check(Api.wb_generator_seed(Handle, unchecked((ulong)seed)));
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>Draws a new seed from the system and returns it.</summary>
        public long seed()
        {
            long seed = System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);
            manual_seed(seed);
            return seed;
        }

        public long initial_seed()
        {
            var seed = unchecked((long)Api.wb_generator_initial_seed(Handle));
            GC.KeepAlive(this);
            return seed;
        }

        ~Generator() => Dispose(false);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var h = Interlocked.Exchange(ref handle, 0);
            if (h != 0) Api.wb_generator_release(h);
        }
    }

    /// <summary>Random state of the default generators.</summary>
    public static partial class random
    {
        public static long seed() => Generator.Default.seed();
        public static long initial_seed() => Generator.Default.initial_seed();

        /// <summary>Seeds the default generator of every device.</summary>
        public static Generator manual_seed(long seed)
        {
            Api.Check(Api.wb_manual_seed(unchecked((ulong)seed)));
            return Generator.Default;
        }

        public static Tensor get_rng_state() => Generator.Default.get_state();
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    /// <inheritdoc cref="random.manual_seed"/>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);
    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);
    public static long initial_seed() => random.initial_seed();
}
