using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class cuda
    {
        /// <summary>A device: its name, compute capability, bytes of memory and multiprocessors.</summary>
        public sealed record DeviceProperties(string name, int major, int minor, long total_memory, int multi_processor_count);

        /// <summary>Properties of a device; of the current one when none is given.</summary>
        public static DeviceProperties get_device_properties(Device? device = null)
        {
            int index = Index(device);
            NeedDevice();
            return Driver.Describe(index < 0 ? current_device() : index);
        }

        public static string get_device_name(Device? device = null) => get_device_properties(device).name;

        public static (int major, int minor) get_device_capability(Device? device = null)
        {
            var properties = get_device_properties(device);
            return (properties.major, properties.minor);
        }

        /// <summary>Whether the current device computes in bfloat16 itself (compute capability 8.0).</summary>
        public static bool is_bf16_supported() => is_available() && get_device_properties().major >= 8;

        /// <summary>A queue of work on a device.</summary>
        public sealed class Stream
        {
            private StreamId id;

            /// <summary>A stream from libtorch's pool.</summary>
            /// <param name="device">The current one when none is given.</param>
            /// <param name="priority">Below 0: the device prefers its work.</param>
            public Stream(Device? device = null, int priority = 0)
            {
                int index = Index(device);
                NeedDevice();
                StreamId made;
                Api.Check(Api.wb_cuda_new_stream(index, priority < 0, &made));
                id = made;
            }

            internal Stream(StreamId id) => this.id = id;

            public Device device => new(DeviceType.CUDA, id.Device);

            internal StreamId Id => id;

            /// <summary>Whether all its work is done.</summary>
            public bool query()
            {
                var s = id;
                bool done;
                Api.Check(Api.wb_cuda_query_stream(&s, &done));
                return done;
            }

            /// <summary>Waits, on the CPU, until its work is done.</summary>
            public void synchronize()
            {
                var s = id;
                Api.Check(Api.wb_cuda_synchronize_stream(&s));
            }

            /// <summary>Lets what is queued here from now on wait for what is queued there.</summary>
            public void wait_stream(Stream stream)
            {
                ArgumentNullException.ThrowIfNull(stream);
                var (mine, other) = (id, stream.id);
                Api.Check(Api.wb_cuda_wait_stream(&mine, &other));
            }
        }

        /// <summary>The queue that operators on this thread go to.</summary>
        public static Stream current_stream(Device? device = null)
        {
            int index = Index(device);
            NeedDevice();
            StreamId found;
            Api.Check(Api.wb_cuda_current_stream(index, &found));
            return new Stream(found);
        }

        /// <summary>Sends operators of this thread to a stream until disposed.</summary>
        public static IDisposable stream(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return new StreamScope(stream);
        }

        private sealed class StreamScope : IDisposable
        {
            private StreamId previous;
            private bool left;

            public StreamScope(Stream stream)
            {
                StreamId given = stream.Id, former;
                Api.Check(Api.wb_cuda_exchange_stream(&given, &former));
                previous = former;
            }

            public void Dispose()
            {
                if (left) return;
                left = true;
                StreamId back = previous, ignored;
                Api.Check(Api.wb_cuda_exchange_stream(&back, &ignored));
            }
        }
    }
}
