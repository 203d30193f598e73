// Elementwise CUDA kernels compiled from source at run time, by libtorch's own NVRTC front end.
#include "internal.h"

#if defined(WB_WITH_CUDA) && defined(__has_include)
#if __has_include(<ATen/cuda/jiterator.h>)
#include <ATen/jit_macros.h>
#if AT_USE_JITERATOR()
#include <ATen/cuda/jiterator.h>
#include <mutex>
#define WB_WITH_JITERATOR
#endif
#endif
#endif

#if defined(WB_WITH_JITERATOR)

namespace {
at::Scalar scalar(const wb_value &v) {
    switch (v.tag) {
    case WB_DOUBLE: return v.d;
    case WB_INT: return v.i;
    case WB_BOOL: return v.i != 0;
    case WB_COMPLEX: return c10::complex<double>(static_cast<double *>(v.p)[0], static_cast<double *>(v.p)[1]);
    default: throw std::runtime_error("not a number");
    }
}
// libtorch's table of compiled kernels is read outside of its lock, which several threads with models of their own would not survive.
std::mutex launching;
} // namespace

// The entry takes the tensors' values, then the numbers, then, when by_reference, its outputs; else there is one output, returned.
WB_API int32_t wb_cuda_jit(const char *code, const char *entry, void **tensors, int32_t n, const wb_value *numbers, int32_t nnumbers,
                           bool by_reference, wb_result *results, int32_t nresults) {
    WB_TRY
    c10::SmallVector<at::Tensor> inputs;
    for (int32_t i = 0; i < n; i++) inputs.push_back(wb::borrow(tensors[i]));
    c10::SmallVector<at::Scalar> extra;
    for (int32_t i = 0; i < nnumbers; i++) extra.push_back(scalar(numbers[i]));
    c10::SmallVector<at::Tensor> outputs;
    {
        std::lock_guard<std::mutex> lock(launching);
        outputs = at::cuda::CompileAndLaunchKernel(code, entry, nresults, inputs, extra, by_reference);
    }
    for (int32_t i = 0; i < nresults; i++) wb::give(std::move(outputs[i]), &results[i]);
    WB_CATCH
}

#else

WB_API int32_t wb_cuda_jit(const char *, const char *, void **, int32_t, const wb_value *, int32_t, bool, wb_result *, int32_t) {
    return wb::fail(WB_NOT_IMPLEMENTED, "the native shim was built without libtorch's compiler of CUDA kernels");
}

#endif
