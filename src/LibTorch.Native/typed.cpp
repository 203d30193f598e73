// Direct calls for the commonest signatures: what the boxed path spends on wrapping arguments is a third of a small operator.
// An operator whose C++ signature differs in this libtorch is refused at look-up, and the caller takes the boxed path.
#include "internal.h"

namespace wb {
std::string describe_call(const c10::FunctionSchema &schema, const wb_value *args, int32_t nargs);
at::Scalar to_scalar(const wb_value &v);
} // namespace wb

namespace {

using T = at::Tensor;
using S = at::Scalar;

using F0 = T(const T &);
using F1 = T(const T &, const T &);
using F2 = T(const T &, const T &, const S &);
using F3 = T(const T &, const S &);
using F4 = T(const T &, const S &, const S &);
using F5 = T &(T &);
using F6 = T &(T &, const T &);
using F7 = T &(T &, const T &, const S &);
using F8 = T &(T &, const S &);
using F9 = T &(T &, const S &, const S &);
using F10 = T(const T &, c10::optional<at::ScalarType>);
using F11 = T(const T &, const T &, const c10::optional<T> &);
using F12 = T(const T &, at::OptionalIntArrayRef, bool, c10::optional<at::ScalarType>);

using wb::Borrowed;

// An operator that is called by its C++ signature.
struct Direct {
    c10::OperatorHandle handle; // a TypedOperatorHandle<F> is this and a type
    bool pure;
};

template <class F> void *find(const c10::OperatorHandle &handle) {
    static_assert(sizeof(c10::TypedOperatorHandle<F>) == sizeof(c10::OperatorHandle), "a typed handle adds nothing but its type");
    return new Direct{handle.typed<F>(), wb::is_pure(handle)};
}

template <class F> const c10::TypedOperatorHandle<F> &op(void *handle) {
    return static_cast<const c10::TypedOperatorHandle<F> &>(static_cast<Direct *>(handle)->handle);
}

int32_t failed(void *handle, const wb_value *args, int32_t n) {
    int32_t status = wb::fail_current();
    std::string reason = wb::last_error_text();
    return wb::fail(status, wb::describe_call(static_cast<Direct *>(handle)->handle.schema(), args, n) + ": " + reason);
}

c10::optional<at::ScalarType> dtype(const wb_value &v) {
    return v.tag == WB_NONE ? c10::nullopt : c10::optional<at::ScalarType>(static_cast<at::ScalarType>(v.i));
}

S scalar(const wb_value &v) { return v.tag == WB_DEFAULT ? S(1) : wb::to_scalar(v); }

} // namespace

// A handle for direct calls of one kind, or null when this operator has another signature here.
WB_API void *wb_find_typed(const char *name, const char *overload, int32_t kind) {
    try {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        if (!found) return nullptr;
        switch (kind) {
        case 0: return find<F0>(*found);
        case 1: return find<F1>(*found);
        case 2: return find<F2>(*found);
        case 3: return find<F3>(*found);
        case 4: return find<F4>(*found);
        case 5: return find<F5>(*found);
        case 6: return find<F6>(*found);
        case 7: return find<F7>(*found);
        case 8: return find<F8>(*found);
        case 9: return find<F9>(*found);
        case 10: return find<F10>(*found);
        case 11: return find<F11>(*found);
        case 12: return find<F12>(*found);
        default: return nullptr;
        }
    } catch (...) {
        return nullptr;
    }
}

// Calls without a result in out are the in-place kinds.
WB_API int32_t wb_call_typed(void *handle, int32_t kind, const wb_value *a, int32_t n, wb_result *out) {
    try {
        Borrowed x(a[0].p);
        wb::BelowAutograd below;
        if (static_cast<Direct *>(handle)->pure && !wb::is_followed(a[0].p)) {
            bool second = kind == 1 || kind == 2 || kind == 11;
            bool third = kind == 11 && a[2].tag == WB_TENSOR;
            if (!(second && wb::is_followed(a[1].p)) && !(third && wb::is_followed(a[2].p))) below.emplace();
        }
        switch (kind) {
        case 0: wb::give(op<F0>(handle).call(x.get()), out); break;
        case 1: wb::give(op<F1>(handle).call(x.get(), Borrowed(a[1].p).get()), out); break;
        case 2: wb::give(op<F2>(handle).call(x.get(), Borrowed(a[1].p).get(), scalar(a[2])), out); break;
        case 3: wb::give(op<F3>(handle).call(x.get(), scalar(a[1])), out); break;
        case 4: wb::give(op<F4>(handle).call(x.get(), scalar(a[1]), scalar(a[2])), out); break;
        case 5: op<F5>(handle).call(x.get()); break;
        case 6: op<F6>(handle).call(x.get(), Borrowed(a[1].p).get()); break;
        case 7: op<F7>(handle).call(x.get(), Borrowed(a[1].p).get(), scalar(a[2])); break;
        case 8: op<F8>(handle).call(x.get(), scalar(a[1])); break;
        case 9: op<F9>(handle).call(x.get(), scalar(a[1]), scalar(a[2])); break;
        case 10: wb::give(op<F10>(handle).call(x.get(), dtype(a[1])), out); break;
        case 11:
            wb::give(op<F11>(handle).call(x.get(), Borrowed(a[1].p).get(), a[2].tag == WB_NONE ? c10::optional<T>() : c10::optional<T>(wb::borrow(a[2].p))), out);
            break;
        case 12: {
            at::OptionalIntArrayRef dims;
            if (a[1].tag == WB_INT_LIST) dims = at::IntArrayRef(static_cast<const int64_t *>(a[1].p), a[1].n);
            wb::give(op<F12>(handle).call(x.get(), dims, a[2].i != 0, dtype(a[3])), out);
            break;
        }
        default: return wb::fail(WB_ERROR, "unknown kind of direct call");
        }
        return WB_OK;
    } catch (...) {
        return failed(handle, a, n);
    }
}
