// What surrounds the tensors: version, threads, devices, random numbers, determinism.
#include "internal.h"
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Version.h>
#include <torch/cuda.h>
#include <torch/version.h>
#include <dlfcn.h>

WB_API const char *wb_version() { return TORCH_VERSION; }
WB_API const char *wb_build_config() {
    static std::string text = at::show_config() + "\n" + at::get_parallel_info();
    return text.c_str();
}

WB_API int32_t wb_get_num_threads() { return at::get_num_threads(); }
WB_API int32_t wb_set_num_threads(int32_t n) {
    WB_TRY
    at::set_num_threads(n);
    // OpenBLAS built on plain threads has a pool of its own that at::set_num_threads does not reach. Two threads that multiply
    // matrices at once then fight over it: measured six times slower than one thread each.
    static auto openblas = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (openblas) openblas(n);
    WB_CATCH
}
WB_API int32_t wb_get_num_interop_threads() { return at::get_num_interop_threads(); }
WB_API int32_t wb_set_num_interop_threads(int32_t n) {
    WB_TRY
    at::set_num_interop_threads(n);
    WB_CATCH
}

WB_API bool wb_cuda_is_available() {
    try {
        return torch::cuda::is_available();
    } catch (...) {
        return false;
    }
}
WB_API int32_t wb_cuda_device_count() {
    try {
        return static_cast<int32_t>(torch::cuda::device_count());
    } catch (...) {
        return 0;
    }
}
WB_API bool wb_cudnn_is_available() {
    try {
        return torch::cuda::cudnn_is_available();
    } catch (...) {
        return false;
    }
}
WB_API int32_t wb_cuda_synchronize(int64_t device) {
    WB_TRY
    torch::cuda::synchronize(device);
    WB_CATCH
}

WB_API void wb_set_flush_denormal(bool value) { at::globalContext().setFlushDenormal(value); }

// Random numbers. A generator handle is a GeneratorImpl* with a reference of its own.
WB_API int32_t wb_generator_new(int32_t device_type, int32_t device_index, uint64_t seed, void **out) {
    WB_TRY
    if (device_type == static_cast<int32_t>(c10::DeviceType::CPU)) {
        *out = at::detail::createCPUGenerator(seed).unsafeReleaseGeneratorImpl();
    } else {
        auto generator = at::globalContext().defaultGenerator(
            c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index))).clone();
        generator.set_current_seed(seed);
        *out = generator.unsafeReleaseGeneratorImpl();
    }
    WB_CATCH
}
WB_API int32_t wb_generator_default(int32_t device_type, int32_t device_index, void **out) {
    WB_TRY
    at::Generator generator = at::globalContext().defaultGenerator(
        c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
    *out = generator.unsafeReleaseGeneratorImpl();
    WB_CATCH
}
WB_API void wb_generator_release(void *generator) {
    c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl *>(generator));
}
WB_API int32_t wb_generator_seed(void *generator, uint64_t seed) {
    WB_TRY
    auto g = wb::borrow_generator(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_current_seed(seed);
    WB_CATCH
}
WB_API uint64_t wb_generator_initial_seed(void *generator) { return wb::borrow_generator(generator).current_seed(); }
WB_API int32_t wb_generator_get_state(void *generator, wb_result *out) {
    WB_TRY
    auto g = wb::borrow_generator(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    wb::give(g.get_state(), out);
    WB_CATCH
}
WB_API int32_t wb_generator_set_state(void *generator, void *state) {
    WB_TRY
    auto g = wb::borrow_generator(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_state(wb::borrow(state));
    WB_CATCH
}
// Seeds the default generator of every device, as torch.manual_seed does.
WB_API int32_t wb_manual_seed(uint64_t seed) {
    WB_TRY
    at::manual_seed(seed);
    WB_CATCH
}
