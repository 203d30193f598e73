#if LIBTORCH
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Records into a CUDA graph with a memory pool of its own, on a stream of its own.</summary>
internal sealed class CudaGraphRecorder : IStepRecorder
{
    private readonly Device device;
    private readonly cuda.CUDAGraph graph;
    private readonly cuda.Stream stream;

    /// <exception cref="NotSupportedException">There is no CUDA device, or the native shim was built without CUDA's headers.</exception>
    public CudaGraphRecorder(Device device)
    {
        this.device = device;
        using var current = new CurrentDevice(device);
        graph = new cuda.CUDAGraph();
        stream = new cuda.Stream(device);
    }

    public IDisposable Enter()
    {
        var former = cuda.current_stream(device);
        stream.wait_stream(former);
        return new Lane(device, stream, former);
    }

    public void Record(Action work, IReadOnlyList<Generator> generators)
    {
        foreach (var generator in generators) graph.register_generator_state(generator);
        var recording = cuda.graph(graph, stream: stream);
        try
        {
            work();
        }
        catch
        {
            // A spoiled recording cannot be ended either; what spoiled it is the error to tell of.
            try
            {
                recording.Dispose();
            }
            catch (Exception)
            {
                // The first error says more.
            }

            throw;
        }

        recording.Dispose();
    }

    public void Replay() => graph.replay();

    public void Dispose()
    {
        // Its memory may be reused as soon as the graph is gone.
        stream.synchronize();
        graph.Dispose();
    }

    // Streams and the current device belong to a thread.
    private sealed class CurrentDevice : IDisposable
    {
        private readonly int former = cuda.current_device();

        public CurrentDevice(Device device) => cuda.set_device(device);

        public void Dispose() => cuda.set_device(former);
    }

    private sealed class Lane(Device device, cuda.Stream stream, cuda.Stream former) : IDisposable
    {
        private readonly CurrentDevice current = new(device);
        private readonly IDisposable entered = cuda.stream(stream);

        public void Dispose()
        {
            entered.Dispose();
            former.wait_stream(stream);
            current.Dispose();
        }
    }
}
#endif
