namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>The random state of the CPU and of the devices that some tensors are on.</summary>
        private sealed class RandomState(IEnumerable<Tensor> tensors) : IDisposable
        {
            private readonly (Device device, Tensor state)[] states = tensors.Select(t => t.device).Where(d => d.type != DeviceType.CPU)
                .Prepend(CPU).DistinctBy(d => d.ToString()).Select(Read).ToArray();

            /// <summary>Brings the state back until disposed; then random numbers go on as if nothing had happened.</summary>
            public IDisposable Restore()
            {
                var now = states.Select(s => Read(s.device)).ToArray();
                Write(states);
                return new Back(now);
            }

            public void Dispose()
            {
                foreach (var (_, state) in states) state.Dispose();
            }

            private static (Device, Tensor) Read(Device device)
            {
                using var generator = Generator.DefaultOf(device);
                return (device, generator.get_state().DetachFromDisposeScope());
            }

            private static void Write((Device device, Tensor state)[] states)
            {
                foreach (var (device, state) in states)
                {
                    using var generator = Generator.DefaultOf(device);
                    generator.set_state(state);
                }
            }

            private sealed class Back((Device device, Tensor state)[] states) : IDisposable
            {
                public void Dispose()
                {
                    Write(states);
                    foreach (var (_, state) in states) state.Dispose();
                }
            }
        }
    }
}
