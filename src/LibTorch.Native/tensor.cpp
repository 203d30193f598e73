// Handles, storage and what a tensor knows about itself.
#include "internal.h"
#include <memory>

WB_API void wb_release(void *tensor) {
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl *>(tensor));
}

WB_API void wb_retain(void *tensor) { wb::borrow(tensor).unsafeReleaseTensorImpl(); }

WB_API int32_t wb_tensor_info(void *tensor, wb_info *info) {
    WB_TRY
    auto *t = static_cast<c10::TensorImpl *>(tensor);
    auto held = wb::borrow(tensor);
    const bool sparse = held.layout() != c10::kStrided;
    info->dim = t->dim();
    info->numel = t->numel();
    info->sizes = t->sizes().data();
    info->strides = sparse ? nullptr : t->strides().data();
    info->dtype = static_cast<int32_t>(held.scalar_type());
    info->device_type = static_cast<int32_t>(held.device().type());
    info->device_index = held.device().index();
    info->flags = (held.requires_grad() ? 1 : 0) | (held.is_leaf() ? 2 : 0) |
                  (!sparse && held.is_contiguous() ? 4 : 0) | (sparse ? 8 : 0);
    WB_CATCH
}

// Pointer to the first element; null for tensors without memory (sparse, meta).
WB_API int32_t wb_data_ptr(void *tensor, void **data) {
    WB_TRY
    *data = wb::borrow(tensor).data_ptr();
    WB_CATCH
}

// Bytes of the memory that the tensor and its views share; 0 for tensors without storage.
WB_API int32_t wb_storage_nbytes(void *tensor, int64_t *bytes) {
    WB_TRY
    auto held = wb::borrow(tensor);
    *bytes = held.has_storage() ? static_cast<int64_t>(held.storage().nbytes()) : 0;
    WB_CATCH
}

namespace {
// Later releases have no named tensors any more.
template <class Tensor> auto names_of(const Tensor &held, wb_result *out, int) -> decltype(held.has_names(), void()) {
    if (!held.has_names()) return;
    std::string text;
    for (const auto &name : held.names()) {
        if (name.isBasic()) text += name.symbol().toUnqualString();
        text += '\0';
        out->n++;
    }
    out->tag = WB_STRING;
    out->p = std::malloc(text.size() + 1);
    std::memcpy(out->p, text.data(), text.size());
}
template <class Tensor> void names_of(const Tensor &, wb_result *, long) {}
} // namespace

// The dimensions' names as n texts, each ended by a zero byte and empty where there is none; no text for an unnamed tensor.
WB_API int32_t wb_names(void *tensor, wb_result *out) {
    WB_TRY
    *out = wb_result{WB_NONE, 0, {0}, 0};
    names_of(wb::borrow(tensor), out, 0);
    WB_CATCH
}

WB_API int64_t wb_storage_offset(void *tensor) { return static_cast<c10::TensorImpl *>(tensor)->storage_offset(); }

// One element as a number, in one call; for a tensor on a device this waits for it.
WB_API int32_t wb_item(void *tensor, wb_result *out) {
    WB_TRY
    auto value = wb::borrow(tensor).item();
    out->n = 0;
    out->bytes = 0;
    if (value.isBoolean()) {
        out->tag = WB_BOOL;
        out->i = value.toBool();
    } else if (value.isIntegral(false)) {
        out->tag = WB_INT;
        out->i = value.toLong();
    } else if (value.isComplex()) {
        auto c = value.toComplexDouble();
        auto *p = static_cast<double *>(std::malloc(2 * sizeof(double)));
        p[0] = c.real();
        p[1] = c.imag();
        out->tag = WB_COMPLEX;
        out->p = p;
    } else {
        out->tag = WB_DOUBLE;
        out->d = value.toDouble();
    }
    WB_CATCH
}

// A tensor over somebody else's memory. release(context) says, once and on whatever thread, that no tensor needs it any more;
// also when none could be made.
WB_API int32_t wb_from_blob(void *data, const int64_t *sizes, int32_t dim, int32_t dtype, void (*release)(void *), void *context, wb_result *out) {
    WB_TRY
    std::shared_ptr<void> owner(context, release);
    auto options = at::TensorOptions(static_cast<at::ScalarType>(dtype)).device(at::kCPU);
    auto made = at::from_blob(data, at::IntArrayRef(sizes, dim), [owner](void *) {}, options);
    const auto bytes = static_cast<int64_t>(made.storage().nbytes());
    wb::give(std::move(made), out);
    if (wb::counts_cpu_memory()) out->bytes += bytes; // no allocator counts these, and the handle keeps them
    WB_CATCH
}
