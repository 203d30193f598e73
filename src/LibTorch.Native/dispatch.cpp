// One boxed call reaches every operator that libtorch has registered, with autograd, autocast and CUDA behind it.
#include "internal.h"
#include <ATen/core/List.h>
#include <ATen/core/stack.h>
#include <algorithm>
#include <sstream>

using torch::jit::Stack;

struct wb_op {
    c10::OperatorHandle handle;
    bool pure;
};

namespace wb {

at::Scalar to_scalar(const wb_value &v) {
    switch (v.tag) {
    case WB_INT: return at::Scalar(v.i);
    case WB_DOUBLE: return at::Scalar(v.d);
    case WB_BOOL: return at::Scalar(v.i != 0);
    case WB_COMPLEX: {
        auto *c = static_cast<double *>(v.p);
        return at::Scalar(c10::complex<double>(c[0], c[1]));
    }
    default: throw std::runtime_error("not a scalar");
    }
}

bool is_pure(const c10::OperatorHandle &op) {
    const auto &schema = op.schema();
    for (const auto &a : schema.arguments())
        if (a.alias_info()) return false;
    for (const auto &r : schema.returns())
        if (r.alias_info()) return false;
    return !schema.returns().empty() && op.hasKernelForDispatchKey(c10::DispatchKey::Autograd) &&
           !op.hasKernelForDispatchKey(c10::DispatchKey::CompositeImplicitAutograd);
}

static void describe_tensor(std::ostream &s, void *handle) {
    if (!handle) {
        s << "None";
        return;
    }
    auto t = wb::borrow(handle);
    s << c10::toString(t.scalar_type()) << "[";
    for (int64_t d = 0; d < t.dim(); d++) s << (d ? "," : "") << t.sizes()[d];
    s << "]";
    if (!t.device().is_cpu()) s << "@" << t.device().str();
}

// "aten::mm(self: Float[2,3], mat2: Float[4,5])": enough to see which call failed and with what.
std::string describe_call(const c10::FunctionSchema &schema, const wb_value *args, int32_t nargs) {
    std::ostringstream s;
    s << schema.operator_name().name;
    if (!schema.overload_name().empty()) s << "." << schema.overload_name();
    s << "(";
    bool first = true;
    for (int32_t i = 0; i < nargs && i < static_cast<int32_t>(schema.arguments().size()); i++) {
        const auto &v = args[i];
        if (v.tag == WB_DEFAULT || v.tag == WB_NONE) continue;
        s << (first ? "" : ", ") << schema.arguments()[i].name() << ": ";
        first = false;
        switch (v.tag) {
        case WB_TENSOR: describe_tensor(s, v.p); break;
        case WB_INT: s << v.i; break;
        case WB_DOUBLE: s << v.d; break;
        case WB_BOOL: s << (v.i ? "true" : "false"); break;
        case WB_STRING: s << "\"" << std::string(static_cast<const char *>(v.p), v.n) << "\""; break;
        case WB_INT_LIST:
            s << "[";
            for (int32_t k = 0; k < v.n; k++) s << (k ? "," : "") << static_cast<const int64_t *>(v.p)[k];
            s << "]";
            break;
        case WB_TENSOR_LIST:
        case WB_OPT_TENSOR_LIST:
            s << "[";
            for (int32_t k = 0; k < v.n && k < 8; k++) {
                if (k) s << ", ";
                describe_tensor(s, static_cast<void **>(v.p)[k]);
            }
            if (v.n > 8) s << ", … " << v.n << " tensors";
            s << "]";
            break;
        case WB_DEVICE: s << c10::Device(static_cast<c10::DeviceType>(v.n), static_cast<c10::DeviceIndex>(v.i)).str(); break;
        default: s << "…";
        }
    }
    s << ")";
    return s.str();
}

} // namespace wb

namespace {

using wb::to_scalar;

c10::IValue to_ivalue(const wb_value &v, const c10::FunctionSchema &schema, size_t index) {
    switch (v.tag) {
    case WB_NONE: return c10::IValue();
    case WB_DEFAULT: {
        const auto &value = schema.arguments()[index].default_value();
        if (!value) throw std::runtime_error("argument '" + schema.arguments()[index].name() + "' has no default");
        return *value;
    }
    case WB_TENSOR: return wb::borrow(v.p);
    case WB_INT: return v.i;
    case WB_DOUBLE: return v.d;
    case WB_BOOL: return v.i != 0;
    case WB_STRING: return std::string(static_cast<const char *>(v.p), static_cast<size_t>(v.n));
    case WB_INT_LIST: {
        auto *p = static_cast<const int64_t *>(v.p);
        return std::vector<int64_t>(p, p + v.n);
    }
    case WB_DOUBLE_LIST: {
        auto *p = static_cast<const double *>(v.p);
        return std::vector<double>(p, p + v.n);
    }
    case WB_BOOL_LIST: {
        c10::List<bool> list;
        list.reserve(v.n);
        for (int32_t i = 0; i < v.n; i++) list.push_back(static_cast<const uint8_t *>(v.p)[i] != 0);
        return list;
    }
    case WB_TENSOR_LIST: {
        c10::List<at::Tensor> list;
        list.reserve(v.n);
        for (int32_t i = 0; i < v.n; i++) list.push_back(wb::borrow(static_cast<void **>(v.p)[i]));
        return list;
    }
    case WB_OPT_TENSOR_LIST: {
        c10::List<c10::optional<at::Tensor>> list;
        list.reserve(v.n);
        for (int32_t i = 0; i < v.n; i++) {
            void *p = static_cast<void **>(v.p)[i];
            list.push_back(p ? c10::optional<at::Tensor>(wb::borrow(p)) : c10::nullopt);
        }
        return list;
    }
    case WB_DEVICE:
        return c10::Device(static_cast<c10::DeviceType>(v.n), static_cast<c10::DeviceIndex>(v.i));
    case WB_GENERATOR: return wb::borrow_generator(v.p);
    case WB_COMPLEX: return to_scalar(v);
    case WB_SCALAR_LIST: {
        c10::List<at::Scalar> list;
        list.reserve(v.n);
        for (int32_t i = 0; i < v.n; i++) list.push_back(to_scalar(static_cast<const wb_value *>(v.p)[i]));
        return list;
    }
    case WB_STRING_LIST: {
        // A boxed call carries a dimension's name as a string, so this serves Dimname[] as well.
        c10::List<std::string> list;
        list.reserve(v.n);
        for (int32_t i = 0; i < v.n; i++) {
            const auto &s = static_cast<const wb_value *>(v.p)[i];
            list.push_back(std::string(static_cast<const char *>(s.p), static_cast<size_t>(s.n)));
        }
        return list;
    }
    default: throw std::runtime_error("unknown argument tag " + std::to_string(v.tag));
    }
}

void from_ivalue(c10::IValue &&v, wb_result *out) {
    out->n = 0;
    out->bytes = 0;
    if (v.isTensor()) {
        wb::give(std::move(v).toTensor(), out);
    } else if (v.isNone()) {
        out->tag = WB_NONE;
        out->p = nullptr;
    } else if (v.isBool()) { // before isInt: a bool is not an int here, and must stay one for Scalar results
        out->tag = WB_BOOL;
        out->i = v.toBool();
    } else if (v.isInt()) {
        out->tag = WB_INT;
        out->i = v.toInt();
    } else if (v.isDouble()) {
        out->tag = WB_DOUBLE;
        out->d = v.toDouble();
    } else if (v.isComplexDouble()) {
        auto c = v.toComplexDouble();
        auto *p = static_cast<double *>(std::malloc(2 * sizeof(double)));
        p[0] = c.real();
        p[1] = c.imag();
        out->tag = WB_COMPLEX;
        out->p = p;
    } else if (v.isTensorList()) {
        auto list = std::move(v).toTensorVector();
        auto *items = static_cast<wb_result *>(std::calloc(list.size() + 1, sizeof(wb_result)));
        for (size_t i = 0; i < list.size(); i++) wb::give(std::move(list[i]), &items[i]);
        out->tag = WB_TENSOR_LIST;
        out->n = static_cast<int32_t>(list.size());
        out->p = items;
    } else if (v.isIntList()) {
        auto list = v.toIntVector();
        auto *items = static_cast<int64_t *>(std::malloc((list.size() + 1) * sizeof(int64_t)));
        std::copy(list.begin(), list.end(), items);
        out->tag = WB_INT_LIST;
        out->n = static_cast<int32_t>(list.size());
        out->p = items;
    } else {
        throw std::runtime_error("an operator returned a " + v.tagKind() + ", which the binding does not carry");
    }
}

bool is_followed(const wb_value &v) {
    if (v.tag == WB_TENSOR) return wb::is_followed(v.p);
    if (v.tag == WB_TENSOR_LIST || v.tag == WB_OPT_TENSOR_LIST)
        for (int32_t i = 0; i < v.n; i++)
            if (wb::is_followed(static_cast<void **>(v.p)[i])) return true;
    return false;
}

// The operand stack is reused per thread; a call made from inside a call (a hook, a custom function) gets its own.
thread_local Stack shared_stack;
thread_local bool shared_stack_busy = false;

struct StackLease {
    Stack own;
    Stack &stack;
    bool shared;
    StackLease() : stack(shared_stack_busy ? own : shared_stack), shared(!shared_stack_busy) {
        if (shared) shared_stack_busy = true;
    }
    ~StackLease() {
        stack.clear();
        if (shared) shared_stack_busy = false;
    }
};

} // namespace

// Null when this libtorch has no such operator.
WB_API wb_op *wb_find(const char *name, const char *overload) {
    try {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        return found ? new wb_op{*found, wb::is_pure(*found)} : nullptr;
    } catch (...) {
        return nullptr;
    }
}

WB_API int32_t wb_call(const wb_op *op, const wb_value *args, int32_t nargs, wb_result *results, int32_t nresults) {
    try {
        const auto &schema = op->handle.schema();
        const auto count = schema.arguments().size();
        StackLease lease;
        auto &stack = lease.stack;
        stack.reserve(count);
        if (static_cast<size_t>(nargs) > count)
            throw std::runtime_error("this libtorch takes " + std::to_string(count) + " arguments, " + std::to_string(nargs) + " were given");
        for (int32_t i = 0; i < nargs; i++) stack.push_back(to_ivalue(args[i], schema, i));
        // Arguments that a newer libtorch has added keep their defaults.
        for (size_t i = nargs; i < count; i++) {
            const auto &value = schema.arguments()[i].default_value();
            if (!value) throw std::runtime_error("this libtorch also needs argument '" + schema.arguments()[i].name() + "'");
            stack.push_back(*value);
        }
        wb::BelowAutograd below;
        if (op->pure && std::none_of(args, args + nargs, is_followed)) below.emplace();
        op->handle.callBoxed(stack);
        const auto returned = static_cast<int32_t>(stack.size());
        for (int32_t i = 0; i < nresults && i < returned; i++) from_ivalue(std::move(stack[i]), &results[i]);
        for (int32_t i = returned; i < nresults; i++) results[i] = wb_result{WB_NONE, 0, {0}, 0};
        return WB_OK;
    } catch (...) {
        int32_t status = wb::fail_current();
        std::string reason = wb::last_error_text();
        return wb::fail(status, wb::describe_call(op->handle.schema(), args, nargs) + ": " + reason);
    }
}

WB_API void wb_free(void *p) { std::free(p); }
