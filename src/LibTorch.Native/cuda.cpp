// CUDA devices and streams through libtorch's own registry, which needs no CUDA headers; the caching allocator and graphs
// where those headers are there at compile time, as the build says with WB_WITH_CUDA.
#include "internal.h"
#include <c10/core/impl/DeviceGuardImplInterface.h>

#if defined(WB_WITH_CUDA)
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#endif

namespace {
const c10::impl::DeviceGuardImplInterface &cuda() {
    auto *guard = c10::impl::hasDeviceGuardImpl(c10::DeviceType::CUDA) ? c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA) : nullptr;
    if (!guard) throw std::runtime_error("this libtorch was built without CUDA");
    return *guard;
}
c10::Device device_of(int32_t index) {
    return index < 0 ? cuda().getDevice() : c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index));
}
} // namespace

struct wb_stream {
    int64_t id;
    int32_t device;
};

namespace {
c10::Stream stream_of(const wb_stream *s) { return c10::Stream(c10::Stream::UNSAFE, device_of(s->device), s->id); }
void give_stream(const c10::Stream &s, wb_stream *out) {
    out->id = s.id();
    out->device = s.device_index();
}
} // namespace

WB_API int32_t wb_cuda_current_device(int32_t *index) {
    WB_TRY
    *index = cuda().getDevice().index();
    WB_CATCH
}
WB_API int32_t wb_cuda_set_device(int32_t index) {
    WB_TRY
    cuda().setDevice(device_of(index));
    WB_CATCH
}
WB_API int32_t wb_cuda_current_stream(int32_t device, wb_stream *out) {
    WB_TRY
    give_stream(cuda().getStream(device_of(device)), out);
    WB_CATCH
}
WB_API int32_t wb_cuda_new_stream(int32_t device, bool high_priority, wb_stream *out) {
    WB_TRY
    give_stream(cuda().getStreamFromGlobalPool(device_of(device), high_priority), out);
    WB_CATCH
}
WB_API int32_t wb_cuda_exchange_stream(const wb_stream *stream, wb_stream *previous) {
    WB_TRY
    give_stream(cuda().exchangeStream(stream_of(stream)), previous);
    WB_CATCH
}
WB_API int32_t wb_cuda_query_stream(const wb_stream *stream, bool *done) {
    WB_TRY
    *done = cuda().queryStream(stream_of(stream));
    WB_CATCH
}
WB_API int32_t wb_cuda_synchronize_stream(const wb_stream *stream) {
    WB_TRY
    cuda().synchronizeStream(stream_of(stream));
    WB_CATCH
}
// Work queued on waiting from now on runs after what is queued on the other.
WB_API int32_t wb_cuda_wait_stream(const wb_stream *waiting, const wb_stream *other) {
    WB_TRY
    auto s = stream_of(other);
    void *event = nullptr;
    cuda().record(&event, s, s.device_index(), c10::EventFlag::PYTORCH_DEFAULT);
    cuda().block(event, stream_of(waiting));
    cuda().destroyEvent(event, s.device_index());
    WB_CATCH
}

#if defined(WB_WITH_CUDA)

namespace allocator = c10::cuda::CUDACachingAllocator;

namespace {
// The allocator knows a device only after CUDA has been started, which the first tensor does.
int32_t started(int32_t device) {
    auto index = device_of(device);
    at::empty({0}, at::TensorOptions().device(index));
    return index.index();
}
} // namespace

WB_API bool wb_cuda_compiled() { return true; }
WB_API int32_t wb_cuda_empty_cache() {
    WB_TRY
    started(-1);
    allocator::emptyCache();
    WB_CATCH
}
// allocated now, allocated at most, reserved now, reserved at most: bytes
WB_API int32_t wb_cuda_memory(int32_t device, int64_t *bytes) {
    WB_TRY
    auto stats = allocator::getDeviceStats(started(device));
    bytes[0] = stats.allocated_bytes[0].current; // 0: of all pools
    bytes[1] = stats.allocated_bytes[0].peak;
    bytes[2] = stats.reserved_bytes[0].current;
    bytes[3] = stats.reserved_bytes[0].peak;
    WB_CATCH
}
WB_API int32_t wb_cuda_reset_peak(int32_t device) {
    WB_TRY
    allocator::resetPeakStats(started(device));
    WB_CATCH
}
WB_API int32_t wb_cuda_graph_pool(uint64_t *pool) {
    WB_TRY
    auto id = at::cuda::graph_pool_handle();
    pool[0] = id.first;
    pool[1] = id.second;
    WB_CATCH
}
WB_API int32_t wb_cuda_graph_new(void **graph) {
    WB_TRY
    started(-1);
    *graph = new at::cuda::CUDAGraph();
    WB_CATCH
}
WB_API void wb_cuda_graph_release(void *graph) { delete static_cast<at::cuda::CUDAGraph *>(graph); }
namespace {
// From libtorch 2.4 on: before, only the default generator's draws can be recorded, and it is always registered.
template <class Graph>
auto register_with(Graph &graph, const at::Generator &generator, int) -> decltype(graph.register_generator_state(generator), true) {
    graph.register_generator_state(generator);
    return true;
}
template <class Graph> bool register_with(Graph &, const at::Generator &, long) { return false; }
} // namespace
// Lets the draws of a generator advance from replay to replay; done is false where this libtorch cannot.
WB_API int32_t wb_cuda_graph_register(void *graph, void *generator, bool *done) {
    WB_TRY
    *done = register_with(*static_cast<at::cuda::CUDAGraph *>(graph), wb::borrow_generator(generator), 0);
    WB_CATCH
}
WB_API int32_t wb_cuda_graph_do(void *graph, int32_t what, uint64_t *pool) {
    WB_TRY
    auto *g = static_cast<at::cuda::CUDAGraph *>(graph);
    switch (what) {
    case 0: g->capture_begin({pool[0], pool[1]}); break;
    case 1: g->capture_end(); break;
    case 2: g->replay(); break;
    case 3: g->reset(); break;
    default: {
        auto id = g->pool();
        pool[0] = id.first;
        pool[1] = id.second;
    }
    }
    WB_CATCH
}

#else

namespace {
int32_t without() { return wb::fail(WB_NOT_IMPLEMENTED, "the native shim was built without CUDA headers"); }
} // namespace

WB_API bool wb_cuda_compiled() { return false; }
WB_API int32_t wb_cuda_empty_cache() { return without(); }
WB_API int32_t wb_cuda_memory(int32_t, int64_t *) { return without(); }
WB_API int32_t wb_cuda_reset_peak(int32_t) { return without(); }
WB_API int32_t wb_cuda_graph_pool(uint64_t *) { return without(); }
WB_API int32_t wb_cuda_graph_new(void **) { return without(); }
WB_API void wb_cuda_graph_release(void *) {}
WB_API int32_t wb_cuda_graph_do(void *, int32_t, uint64_t *) { return without(); }
WB_API int32_t wb_cuda_graph_register(void *, void *, bool *) { return without(); }

#endif
