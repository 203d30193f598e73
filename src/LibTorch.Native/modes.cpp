// Switches: mixed precision on this thread, determinism and precision of the whole process.
#include "internal.h"
#include <ATen/Context.h>
#include <ATen/autocast_mode.h>
#include <torch/version.h>

#define WB_TORCH_AT_LEAST(major, minor) (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace {
namespace autocast = at::autocast;

#if WB_TORCH_AT_LEAST(2, 4)
bool enabled(c10::DeviceType device) { return autocast::is_autocast_enabled(device); }
void enable(c10::DeviceType device, bool value) { autocast::set_autocast_enabled(device, value); }
at::ScalarType dtype_of(c10::DeviceType device) { return autocast::get_autocast_dtype(device); }
void use_dtype(c10::DeviceType device, at::ScalarType dtype) { autocast::set_autocast_dtype(device, dtype); }
#else
bool is_cpu(c10::DeviceType device) {
    if (device != c10::DeviceType::CPU && device != c10::DeviceType::CUDA)
        throw std::runtime_error("autocast on this device needs libtorch ≥ 2.4");
    return device == c10::DeviceType::CPU;
}
bool enabled(c10::DeviceType device) { return is_cpu(device) ? autocast::is_cpu_enabled() : autocast::is_enabled(); }
void enable(c10::DeviceType device, bool value) { is_cpu(device) ? autocast::set_cpu_enabled(value) : autocast::set_enabled(value); }
at::ScalarType dtype_of(c10::DeviceType device) {
    return is_cpu(device) ? autocast::get_autocast_cpu_dtype() : autocast::get_autocast_gpu_dtype();
}
void use_dtype(c10::DeviceType device, at::ScalarType dtype) {
    is_cpu(device) ? autocast::set_autocast_cpu_dtype(dtype) : autocast::set_autocast_gpu_dtype(dtype);
}
#endif
} // namespace

struct wb_autocast {
    int32_t dtype;
    uint8_t enabled;
    uint8_t cache;
};

WB_API int32_t wb_get_autocast(int32_t device, wb_autocast *out) {
    WB_TRY
    auto type = static_cast<c10::DeviceType>(device);
    out->dtype = static_cast<int32_t>(dtype_of(type));
    out->enabled = enabled(type);
    out->cache = autocast::is_autocast_cache_enabled();
    WB_CATCH
}
WB_API int32_t wb_set_autocast(int32_t device, const wb_autocast *value) {
    WB_TRY
    auto type = static_cast<c10::DeviceType>(device);
    use_dtype(type, static_cast<at::ScalarType>(value->dtype)); // first: it may refuse
    enable(type, value->enabled != 0);
    autocast::set_autocast_cache_enabled(value->cache != 0);
    WB_CATCH
}
// The outermost region lets go of the casts of weights that the regions inside have shared.
WB_API void wb_enter_autocast() { autocast::increment_nesting(); }
WB_API void wb_leave_autocast() {
    if (autocast::decrement_nesting() == 0) autocast::clear_cache();
}
WB_API void wb_clear_autocast_cache() { autocast::clear_cache(); }

WB_API int32_t wb_set_deterministic(bool value, bool warn_only) {
    WB_TRY
    at::globalContext().setDeterministicAlgorithms(value, warn_only);
    WB_CATCH
}
WB_API bool wb_get_deterministic() { return at::globalContext().deterministicAlgorithms(); }
WB_API bool wb_get_deterministic_warn_only() { return at::globalContext().deterministicAlgorithmsWarnOnly(); }
WB_API void wb_set_tf32(bool matmul, bool cudnn) {
    at::globalContext().setAllowTF32CuBLAS(matmul);
    at::globalContext().setAllowTF32CuDNN(cudnn);
}
WB_API bool wb_get_tf32_matmul() { return at::globalContext().allowTF32CuBLAS(); }
WB_API bool wb_get_tf32_cudnn() { return at::globalContext().allowTF32CuDNN(); }

namespace {
// Newer versions answer with an enumeration whose first value is "allowed".
[[maybe_unused]] bool allowed(bool value) { return value; }
template <class E> bool allowed(E value) { return static_cast<int>(value) == 0; }
} // namespace

// Kept in step with TorchSharp.Native.Flag.
WB_API int32_t wb_get_flag(int32_t flag, bool *value) {
    WB_TRY
    const auto &context = at::globalContext();
    switch (flag) {
    case 0: *value = context.deterministicCuDNN(); break;
    case 1: *value = context.benchmarkCuDNN(); break;
    case 2: *value = context.userEnabledCuDNN(); break;
    case 3: *value = allowed(context.allowFP16ReductionCuBLAS()); break;
#if WB_TORCH_AT_LEAST(2, 0)
    case 4: *value = allowed(context.allowBF16ReductionCuBLAS()); break;
#endif
    case 5: *value = context.userEnabledFlashSDP(); break;
    case 6: *value = context.userEnabledMathSDP(); break;
    default: throw std::runtime_error("this setting needs libtorch ≥ 2.0");
    }
    WB_CATCH
}
WB_API int32_t wb_set_flag(int32_t flag, bool value) {
    WB_TRY
    auto &context = at::globalContext();
    switch (flag) {
    case 0: context.setDeterministicCuDNN(value); break;
    case 1: context.setBenchmarkCuDNN(value); break;
    case 2: context.setUserEnabledCuDNN(value); break;
    case 3: context.setAllowFP16ReductionCuBLAS(value); break;
#if WB_TORCH_AT_LEAST(2, 0)
    case 4: context.setAllowBF16ReductionCuBLAS(value); break;
#endif
    case 5: context.setSDPUseFlash(value); break;
    case 6: context.setSDPUseMath(value); break;
    default: throw std::runtime_error("this setting needs libtorch ≥ 2.0");
    }
    WB_CATCH
}
