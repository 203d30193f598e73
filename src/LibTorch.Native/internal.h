// Shared by the shim's translation units: conversion between handles and tensors, and the error boundary.
#pragma once
#include "abi.h"
#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <string>

namespace wb {

inline at::Tensor borrow(void *handle) {
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(
        static_cast<c10::TensorImpl *>(handle)));
}

inline at::Generator borrow_generator(void *handle) {
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl *>(handle)));
}

// What a new handle costs in native memory: its own structures, and its storage when nobody shared it before.
inline int64_t accounted_bytes(const at::Tensor &t) {
    constexpr int64_t structures = 512;
    if (!t.has_storage()) return structures;
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
