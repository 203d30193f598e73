// The C ABI between the managed binding and libtorch: tagged values in, tagged values out, an error text on failure.
#pragma once
#include <cstdint>

#if defined(_WIN32)
#define WB_API extern "C" __declspec(dllexport)
#else
#define WB_API extern "C" __attribute__((visibility("default")))
#endif

// Kinds of argument. Kept in step with TorchSharp.Native.Tag on the managed side.
enum wb_tag : int32_t {
    WB_NONE = 0,          // None, for optionals
    WB_DEFAULT = 1,       // the default that the operator's schema declares
    WB_TENSOR = 2,        // p: TensorImpl* (borrowed)
    WB_INT = 3,           // i (also dtype, layout, memory format, SymInt)
    WB_DOUBLE = 4,        // d
    WB_BOOL = 5,          // i
    WB_STRING = 6,        // p: UTF-8, n bytes
    WB_INT_LIST = 7,      // p: int64_t[n]
    WB_DOUBLE_LIST = 8,   // p: double[n]
    WB_BOOL_LIST = 9,     // p: uint8_t[n]
    WB_TENSOR_LIST = 10,  // p: TensorImpl*[n] (borrowed)
    WB_OPT_TENSOR_LIST = 11, // p: TensorImpl*[n], null entries are None
    WB_DEVICE = 12,       // n: device type, i: index
    WB_GENERATOR = 13,    // p: GeneratorImpl* (borrowed)
    WB_COMPLEX = 14,      // p: double[2]
    WB_SCALAR_LIST = 15,  // p: wb_value[n] of int, double, bool or complex
    WB_STRING_LIST = 16,  // p: wb_value[n] of strings; names of dimensions come as "dimname::N"
    WB_LIST = 17,         // p: wb_value[n] of any kind; 17 to 19 are TorchScript's
    WB_TUPLE = 18,        // p: wb_value[n] of any kind
    WB_DICT = 19,         // p: wb_value[2n], key and value in turn
};

// 16 bytes; n counts list entries or bytes.
struct wb_value {
    int32_t tag;
    int32_t n;
    union {
        int64_t i;
        double d;
        void *p;
    };
};

// A result: a tensor comes with the bytes that the caller should account for it.
struct wb_result {
    int32_t tag;
    int32_t n;
    union {
        int64_t i;
        double d;
        void *p;
    };
    int64_t bytes;
};

// Status codes; the text is fetched with wb_last_error on the same thread.
enum wb_status : int32_t { WB_OK = 0, WB_ERROR = 1, WB_INDEX_ERROR = 2, WB_OUT_OF_MEMORY = 3, WB_NOT_IMPLEMENTED = 4 };

// The shape and kind of a tensor, read in one call; sizes and strides point into the tensor.
struct wb_info {
    int64_t dim;
    int64_t numel;
    const int64_t *sizes;
    const int64_t *strides;
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t flags; // 1 requires grad, 2 leaf, 4 contiguous, 8 sparse, 16 pinned is not tested here
};
