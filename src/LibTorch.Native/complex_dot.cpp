// The dot product of complex vectors. PyTorch 1.13 and 2.6 over a BLAS that returns complex numbers in registers, as Debian's OpenBLAS does,
// take 0 for it, and for every product of two complex vectors that goes through it. Here it is the sum of the products, whatever the BLAS.
#include "internal.h"
#include <ATen/ops/dot_native.h>
#include <ATen/ops/vdot_native.h>
#include <torch/library.h>
#include <torch/version.h>

namespace {

// libtorch's own kernel looks at dtypes and sizes first.
at::Tensor dot(const at::Tensor &a, const at::Tensor &b) {
    at::Tensor found = at::native::dot(a, b);
    return a.is_complex() ? (a * b).sum() : found;
}

at::Tensor vdot(const at::Tensor &a, const at::Tensor &b) {
    at::Tensor found = at::native::vdot(a, b);
    return a.is_complex() ? (a.conj() * b).sum() : found;
}

// That a kernel takes the place of another is meant.
#if TORCH_VERSION_MAJOR < 2
struct Silence : c10::WarningHandler {
    void process(const c10::SourceLocation &, const std::string &, bool) override {}
};
using c10::Warning::WarningHandlerGuard;
#else
struct Silence : c10::WarningHandler {
    void process(const c10::Warning &) override {}
};
using c10::WarningUtils::WarningHandlerGuard;
#endif

[[maybe_unused]] const bool registered = [] {
    Silence silence;
    WarningHandlerGuard guard(&silence);
    static torch::Library kernels(torch::Library::IMPL, "aten", c10::DispatchKey::CPU, __FILE__, __LINE__);
    kernels.impl("dot", TORCH_FN(dot));
    kernels.impl("vdot", TORCH_FN(vdot));
    return true;
}();

} // namespace
