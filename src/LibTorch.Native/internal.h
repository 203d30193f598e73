// Shared by the shim's translation units: conversion between handles and tensors, and the error boundary.
#pragma once
#include "abi.h"
#include <ATen/ATen.h>
#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <cstring>
#include <string>

namespace wb {

inline at::Tensor borrow(void *handle) {
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(
        static_cast<c10::TensorImpl *>(handle)));
}

// A borrowed tensor for the length of a call, its reference count untouched.
struct Borrowed {
    alignas(at::Tensor) unsigned char storage[sizeof(at::Tensor)];
    explicit Borrowed(void *handle) {
        static_assert(sizeof(at::Tensor) == sizeof(void *), "a tensor is one pointer");
        std::memcpy(storage, &handle, sizeof(handle));
    }
    at::Tensor &get() { return *reinterpret_cast<at::Tensor *>(storage); }
};

// Whether an operator that only reads its arguments and makes new tensors can go straight to the device's kernel: it has an
// autograd kernel of its own (so nothing inside it needs recording as a view), and it returns no view and writes nowhere.
bool is_pure(const c10::OperatorHandle &op);

// Whether autograd has anything to do for this argument: a gradient to record, or a tangent to carry.
inline bool is_followed(void *handle) {
    auto *t = static_cast<c10::TensorImpl *>(handle);
    if (!t) return false;
    auto *meta = t->autograd_meta();
    if (!meta) return false;
    if (meta->requires_grad() && c10::GradMode::is_enabled()) return true;
    return t->_fw_grad(0, Borrowed(handle).get()).defined();
}

// Leaves autograd's layer out for one call. What it would have done for arguments it does not follow is nothing, in a tenth
// of a microsecond or more.
using BelowAutograd = c10::optional<at::AutoDispatchBelowADInplaceOrView>;

inline at::Generator borrow_generator(void *handle) {
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl *>(handle)));
}

// Whether the CPU allocator counts tensors' memory itself (alloc.cpp).
bool counts_cpu_memory();

// What a new handle costs beside memory that is counted elsewhere: libtorch's structures, which for a tensor with a gradient
// function are a good part of a graph, and storage that nobody shared before.
inline int64_t accounted_bytes(const at::Tensor &t) {
    const bool in_graph = t.unsafeGetTensorImpl()->autograd_meta() && t.requires_grad() && !t.is_leaf();
    const int64_t structures = in_graph ? 16384 : 768; // 768: MemoryPressure.EveryHandle on the managed side
    // Tensors of the meta device have a size and no memory.
    if (!t.has_storage() || t.is_meta() || (t.is_cpu() && counts_cpu_memory())) return structures;
    const auto &storage = t.storage();
    return structures + (storage.use_count() <= 1 ? static_cast<int64_t>(storage.nbytes()) : 0);
}

inline void give(at::Tensor &&t, wb_result *out) {
    if (!t.defined()) {
        out->tag = WB_NONE;
        out->p = nullptr;
        return;
    }
    out->tag = WB_TENSOR;
    out->bytes = accounted_bytes(t);
    out->p = t.unsafeReleaseTensorImpl();
}

int32_t fail(int32_t status, std::string text);
int32_t fail_current();
const std::string &last_error_text();

} // namespace wb

#define WB_TRY try {
#define WB_CATCH                                                                                                       \
    return WB_OK;                                                                                                      \
    }                                                                                                                  \
    catch (...) {                                                                                                      \
        return wb::fail_current();                                                                                     \
    }
