using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class cuda
    {
        /// <summary>A place in memory that several graphs may share.</summary>
        public readonly record struct GraphPool(ulong first, ulong second);

        /// <summary>A new place in memory for graphs that are never replayed at the same time.</summary>
        public static GraphPool graph_pool_handle()
        {
            NeedGraphs();
            var id = stackalloc ulong[2];
            Api.Check(Api.wb_cuda_graph_pool(id));
            return new(id[0], id[1]);
        }

        /// <summary>
        /// Work recorded once and sent to the device as a whole, again and again on the same memory: write new inputs into the tensors
        /// that it was recorded with (<c>copy_</c>), replay, read its outputs. Keep inputs and outputs outside of dispose scopes.
        /// </summary>
        /// <exception cref="NotSupportedException">There is no CUDA device, or the native shim was built without CUDA's headers.</exception>
        public sealed class CUDAGraph : IDisposable
        {
            private nint handle;

            public CUDAGraph()
            {
                NeedGraphs();
                nint made;
                Api.Check(Api.wb_cuda_graph_new(&made));
                handle = made;
            }

            ~CUDAGraph() => Release();

            /// <summary>Records from here on what this thread sends to its stream, which may not be the default one.</summary>
            public void capture_begin(GraphPool? pool = null) => Do(0, pool ?? default);

            /// <summary>Ends the recording.</summary>
            /// <exception cref="Exception">The recording was spoiled; the graph's memory stays with libtorch's allocator, which still refers to it.</exception>
            public void capture_end()
            {
                try
                {
                    Do(1);
                }
                catch
                {
                    Interlocked.Exchange(ref handle, 0);
                    throw;
                }
            }

            /// <summary>
            /// Lets what is drawn from this generator advance from replay to replay. To be called before the recording begins; a
            /// device's default generator needs it not.
            /// </summary>
            /// <exception cref="ArgumentException">The generator is not of a CUDA device.</exception>
            /// <exception cref="NotSupportedException">This libtorch is older than 2.4.</exception>
            public void register_generator_state(Generator generator)
            {
                ArgumentNullException.ThrowIfNull(generator);
                ObjectDisposedException.ThrowIf(handle == 0, this);
                if (generator.device.type != DeviceType.CUDA) throw new ArgumentException($"Expected a generator of a CUDA device; this one is of {generator.device}.", nameof(generator));
                bool done;
                Api.Check(Api.wb_cuda_graph_register(handle, generator.Handle, &done));
                GC.KeepAlive(generator);
                GC.KeepAlive(this);
                if (!done) throw new NotSupportedException("Recording draws from a generator that is not the device's default one needs libtorch ≥ 2.4.");
            }

            /// <summary>Sends the recorded work to the device.</summary>
            public void replay() => Do(2);

            /// <summary>Forgets the recorded work and its memory.</summary>
            public void reset() => Do(3);

            /// <summary>The memory that the graph uses, to share it with another.</summary>
            public GraphPool pool() => Do(4);

            public void Dispose()
            {
                Release();
                GC.SuppressFinalize(this);
            }

            private GraphPool Do(int what, GraphPool pool = default)
            {
                ObjectDisposedException.ThrowIf(handle == 0, this);
                var id = stackalloc ulong[2] { pool.first, pool.second };
                Api.Check(Api.wb_cuda_graph_do(handle, what, id));
                GC.KeepAlive(this);
                return new(id[0], id[1]);
            }

            private void Release()
            {
                var h = Interlocked.Exchange(ref handle, 0);
                if (h != 0) Api.wb_cuda_graph_release(h);
            }
        }

        /// <summary>Records into a graph, on a stream of its own, until disposed.</summary>
        public static IDisposable graph(CUDAGraph cuda_graph, GraphPool? pool = null, Stream? stream = null)
        {
            ArgumentNullException.ThrowIfNull(cuda_graph);
            return new GraphScope(cuda_graph, pool, stream ?? new Stream());
        }

        private static void NeedGraphs()
        {
            NeedDevice();
            NeedHeaders("torch.cuda.CUDAGraph");
        }

        private sealed class GraphScope : IDisposable
        {
            private readonly CUDAGraph graph;
            private readonly IDisposable streamScope;
            private bool left;

            public GraphScope(CUDAGraph graph, GraphPool? pool, Stream stream)
            {
                this.graph = graph;
                synchronize();
                // A finalizer that frees device memory in the middle of a recording would spoil it.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                empty_cache();
                streamScope = cuda.stream(stream);
                try
                {
                    graph.capture_begin(pool);
                }
                catch
                {
                    streamScope.Dispose();
                    throw;
                }
            }

            public void Dispose()
            {
                if (left) return;
                left = true;
                try
                {
                    graph.capture_end();
                }
                finally
                {
                    streamScope.Dispose();
                }
            }
        }
    }
}
