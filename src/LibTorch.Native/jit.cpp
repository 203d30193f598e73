// TorchScript: modules and functions that carry their own program, which libtorch's interpreter runs.
#include "internal.h"
#include <sstream>
#include <streambuf>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/jit.h>

using c10::IValue;
using c10::TypeKind;
using c10::TypePtr;

// A module, or the functions of one source text.
struct wb_script {
    torch::jit::Module module;
    std::shared_ptr<torch::jit::CompilationUnit> unit;
};

namespace {

// The type that a list of such values would declare; a tensor's own type carries its shape, which no list demands.
TypePtr common_type(const std::vector<IValue> &items) {
    auto plain = [](const IValue &v) -> TypePtr { return v.isTensor() ? TypePtr(c10::TensorType::get()) : v.type(); };
    if (items.empty()) return c10::TensorType::get();
    TypePtr first = plain(items[0]);
    for (const auto &item : items)
        if (*plain(item) != *first) return c10::AnyType::get();
    return first;
}

IValue to_ivalue(const wb_value &v, const TypePtr &wanted);

std::vector<IValue> to_ivalues(const wb_value *values, int32_t n, const TypePtr &wanted) {
    std::vector<IValue> items;
    items.reserve(n);
    for (int32_t i = 0; i < n; i++) items.push_back(to_ivalue(values[i], wanted));
    return items;
}

// Lists, tuples and dictionaries of any depth become what the function declares; what does not fit keeps its own type, and
// libtorch's check of the call then names argument, expected and given type.
IValue to_ivalue(const wb_value &v, const TypePtr &wanted) {
    const auto kind = wanted->kind();
    if (kind == TypeKind::OptionalType)
        return v.tag == WB_NONE ? IValue() : to_ivalue(v, wanted->castRaw<c10::OptionalType>()->getElementType());
    auto *values = static_cast<const wb_value *>(v.p);
    switch (v.tag) {
    case WB_NONE: return IValue();
    case WB_TENSOR: return wb::borrow(v.p);
    case WB_INT:
        if (kind == TypeKind::FloatType) return static_cast<double>(v.i); // as Python does
        return v.i;
    case WB_DOUBLE: return v.d;
    case WB_BOOL: return v.i != 0;
    case WB_STRING: return std::string(static_cast<const char *>(v.p), static_cast<size_t>(v.n));
    case WB_DEVICE: return c10::Device(static_cast<c10::DeviceType>(v.n), static_cast<c10::DeviceIndex>(v.i));
    case WB_COMPLEX: {
        auto *parts = static_cast<const double *>(v.p);
        return c10::complex<double>(parts[0], parts[1]);
    }
    case WB_LIST:
    case WB_TUPLE: {
        auto *tuple = wanted->castRaw<c10::TupleType>();
        if (tuple && static_cast<size_t>(v.n) == tuple->elements().size()) {
            std::vector<IValue> items;
            bool fits = true;
            for (int32_t i = 0; i < v.n; i++) {
                items.push_back(to_ivalue(values[i], tuple->elements()[i]));
                fits = fits && items[i].type()->isSubtypeOf(*tuple->elements()[i]);
            }
            return tuple->schema() && fits ? c10::ivalue::Tuple::createNamed(std::move(items), wanted)
                                           : c10::ivalue::Tuple::create(std::move(items));
        }
        auto *declared = wanted->castRaw<c10::ListType>();
        auto items = to_ivalues(values, v.n, declared ? declared->getElementType() : TypePtr(c10::AnyType::get()));
        if (v.tag == WB_TUPLE && !declared) return c10::ivalue::Tuple::create(std::move(items));
        auto type = declared ? declared->getElementType() : common_type(items);
        for (const auto &item : items) // what does not hold what it says would be misread without a check
            if (!item.type()->isSubtypeOf(*type)) type = common_type(items);
        c10::impl::GenericList list(type);
        for (auto &item : items) list.push_back(std::move(item));
        return list;
    }
    case WB_DICT: {
        auto *declared = wanted->castRaw<c10::DictType>();
        TypePtr any = c10::AnyType::get();
        std::vector<IValue> keys, entries;
        for (int32_t i = 0; i < v.n; i++) {
            keys.push_back(to_ivalue(values[2 * i], declared ? declared->getKeyType() : any));
            entries.push_back(to_ivalue(values[2 * i + 1], declared ? declared->getValueType() : any));
        }
        TypePtr key = v.n ? common_type(keys) : declared ? declared->getKeyType() : TypePtr(c10::StringType::get());
        TypePtr entry = declared ? declared->getValueType() : common_type(entries);
        for (const auto &item : entries)
            if (!item.type()->isSubtypeOf(*entry)) entry = common_type(entries);
        c10::impl::GenericDict dict(key, entry);
        for (int32_t i = 0; i < v.n; i++) dict.insert_or_assign(std::move(keys[i]), std::move(entries[i]));
        return dict;
    }
    default: throw std::runtime_error("unknown argument tag " + std::to_string(v.tag));
    }
}

// Asked before anything is handed over, so that a value half given is never lost.
void check_carried(const IValue &v) {
    if (v.isTuple()) {
        for (const auto &item : v.toTupleRef().elements()) check_carried(item);
    } else if (v.isList()) {
        for (const auto &item : v.toListRef()) check_carried(item);
    } else if (v.isGenericDict()) {
        for (const auto &entry : v.toGenericDict()) {
            check_carried(entry.key());
            check_carried(entry.value());
        }
    } else if (!(v.isTensor() || v.isNone() || v.isBool() || v.isInt() || v.isDouble() || v.isComplexDouble() || v.isString() || v.isDevice())) {
        throw std::runtime_error("a TorchScript value of type " + v.type()->annotation_str() + " has no counterpart here");
    }
}

void from_ivalue(const IValue &v, wb_result *out);

wb_result *new_results(size_t n, int32_t tag, size_t count, wb_result *out) {
    auto *items = static_cast<wb_result *>(std::calloc(n + 1, sizeof(wb_result)));
    if (!items) throw std::bad_alloc();
    out->tag = tag;
    out->n = static_cast<int32_t>(count);
    out->p = items;
    return items;
}

void give_text(const std::string &text, wb_result *out) {
    out->tag = WB_STRING;
    out->n = static_cast<int32_t>(text.size());
    out->p = std::malloc(text.size() + 1);
    if (!out->p) throw std::bad_alloc();
    std::memcpy(out->p, text.data(), text.size());
}

void give_number(int64_t value, wb_result *out) {
    out->tag = WB_INT;
    out->i = value;
}

void from_ivalue(const IValue &v, wb_result *out) {
    *out = wb_result{WB_NONE, 0, {0}, 0};
    if (v.isTensor()) {
        wb::give(at::Tensor(v.toTensor()), out);
    } else if (v.isBool()) {
        out->tag = WB_BOOL;
        out->i = v.toBool();
    } else if (v.isInt()) {
        give_number(v.toInt(), out);
    } else if (v.isDouble()) {
        out->tag = WB_DOUBLE;
        out->d = v.toDouble();
    } else if (v.isComplexDouble()) {
        auto value = v.toComplexDouble();
        auto *parts = static_cast<double *>(std::malloc(2 * sizeof(double)));
        parts[0] = value.real();
        parts[1] = value.imag();
        out->tag = WB_COMPLEX;
        out->p = parts;
    } else if (v.isString()) {
        give_text(v.toStringRef(), out);
    } else if (v.isDevice()) {
        auto device = v.toDevice();
        out->tag = WB_DEVICE;
        out->n = static_cast<int32_t>(device.type());
        out->i = device.index();
    } else if (v.isTuple()) {
        const auto &elements = v.toTupleRef().elements();
        auto *items = new_results(elements.size(), WB_TUPLE, elements.size(), out);
        for (size_t i = 0; i < elements.size(); i++) from_ivalue(elements[i], &items[i]);
    } else if (v.isList()) {
        const auto elements = v.toListRef();
        auto *items = new_results(elements.size(), v.isTensorList() ? WB_TENSOR_LIST : WB_LIST, elements.size(), out);
        for (size_t i = 0; i < elements.size(); i++) from_ivalue(elements[i], &items[i]);
    } else if (v.isGenericDict()) {
        const auto dict = v.toGenericDict();
        auto *items = new_results(2 * dict.size(), WB_DICT, dict.size(), out);
        for (const auto &entry : dict) {
            from_ivalue(entry.key(), items++);
            from_ivalue(entry.value(), items++);
        }
    }
}

// The function of that name; for a module's, the first argument is the module.
torch::jit::Function &function_of(const wb_script *script, const std::string &name) {
    std::ostringstream known;
    if (script->unit) {
        for (auto *function : script->unit->get_functions()) {
            if (function->name() == name) return *function;
            known << " " << function->name();
        }
    } else {
        if (auto method = script->module.find_method(name)) return method->function();
        for (const auto &method : script->module.get_methods()) known << " " << method.name();
    }
    throw std::runtime_error("there is no TorchScript function '" + name + "'; there are:" + known.str());
}

// Bytes in memory as a stream that can be read from anywhere.
struct Bytes : std::streambuf {
    Bytes(const void *bytes, int64_t n) {
        auto *start = const_cast<char *>(static_cast<const char *>(bytes));
        setg(start, start, start + n);
    }
    pos_type seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode) override {
        char *base = from == std::ios_base::beg ? eback() : from == std::ios_base::cur ? gptr() : egptr();
        if (offset < eback() - base || offset > egptr() - base) return pos_type(off_type(-1));
        setg(eback(), base + offset, egptr());
        return pos_type(gptr() - eback());
    }
    pos_type seekpos(pos_type position, std::ios_base::openmode which) override {
        return seekoff(off_type(position), std::ios_base::beg, which);
    }
};

using Write = void (*)(void *context, const void *bytes, int64_t n);

// Hands on what is written. It never fails for libtorch, whose archive writer ends the process when its destructor cannot write;
// the caller knows whether its side went well.
struct Writer : std::streambuf {
    Write write;
    void *context;
    Writer(Write write, void *context) : write(write), context(context) {}
    std::streamsize xsputn(const char *bytes, std::streamsize n) override {
        write(context, bytes, n);
        return n;
    }
    int_type overflow(int_type c) override {
        if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
        const char byte = traits_type::to_char_type(c);
        write(context, &byte, 1);
        return c;
    }
};

} // namespace

// From a file, or from memory when path is null.
WB_API int32_t wb_script_load(const char *path, const void *bytes, int64_t n, int32_t device_type, int32_t device_index, wb_script **out) {
    WB_TRY
    c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
    if (path) {
        *out = new wb_script{torch::jit::load(std::string(path), device), nullptr};
    } else {
        Bytes buffer(bytes, n);
        std::istream stream(&buffer);
        *out = new wb_script{torch::jit::load(stream, device), nullptr};
    }
    WB_CATCH
}

WB_API int32_t wb_script_compile(const char *source, wb_script **out) {
    WB_TRY
    *out = new wb_script{torch::jit::Module(), torch::jit::compile(source)};
    WB_CATCH
}

WB_API void wb_script_release(wb_script *script) { delete script; }

WB_API int32_t wb_script_save(const wb_script *script, Write write, void *context) {
    WB_TRY
    Writer buffer(write, context);
    std::ostream stream(&buffer);
    script->module.save(stream);
    WB_CATCH
}

WB_API int32_t wb_script_call(const wb_script *script, const char *name, const wb_value *args, int32_t nargs, wb_result *out) {
    WB_TRY
    auto &function = function_of(script, name);
    const auto &declared = function.getSchema().arguments();
    torch::jit::Stack stack;
    stack.reserve(declared.size());
    if (!script->unit) stack.emplace_back(script->module._ivalue());
    for (int32_t i = 0; i < nargs; i++)
        stack.push_back(to_ivalue(args[i], stack.size() < declared.size() ? declared[stack.size()].type() : TypePtr(c10::AnyType::get())));
    auto result = function(std::move(stack));
    check_carried(result);
    from_ivalue(result, out);
    WB_CATCH
}

// The types of the arguments as a list of texts, and how many values come back.
WB_API int32_t wb_script_signature(const wb_script *script, const char *name, wb_result *out, int32_t *returns) {
    WB_TRY
    const auto &schema = function_of(script, name).getSchema();
    const size_t skip = script->unit ? 0 : 1, count = schema.arguments().size() - skip;
    auto *items = new_results(count, WB_LIST, count, out);
    for (size_t i = 0; i < count; i++) give_text(schema.arguments()[i + skip].type()->annotation_str(), &items[i]);
    *returns = static_cast<int32_t>(schema.returns().size());
    WB_CATCH
}

// What a module holds itself: its class's name, then name, kind (0 parameter, 1 buffer, 2 other tensor, 3 module) and address of each.
WB_API int32_t wb_script_slots(const wb_script *script, wb_result *out) {
    WB_TRY
    const auto object = script->module._ivalue();
    const auto type = object->type();
    const size_t slots = type->numAttributes();
    auto *items = new_results(1 + 3 * slots, WB_LIST, 0, out);
    give_text(type->name() ? type->name()->name() : "", items++);
    int32_t count = 1;
    for (size_t i = 0; i < slots; i++) {
        const auto &value = object->getSlot(i);
        const bool module = type->getAttribute(i)->is_module();
        if (module ? !value.isObject() : !(value.isTensor() && value.toTensor().defined())) continue;
        give_text(type->getAttributeName(i), items++);
        give_number(module ? 3 : type->is_parameter(i) ? 0 : type->is_buffer(i) ? 1 : 2, items++);
        void *address = module ? static_cast<void *>(value.toObject().get())
                               : static_cast<void *>(value.toTensor().unsafeGetTensorImpl());
        give_number(reinterpret_cast<int64_t>(address), items++);
        count += 3;
    }
    out->n = count;
    WB_CATCH
}

WB_API int32_t wb_script_child(const wb_script *script, const char *name, wb_script **out) {
    WB_TRY
    *out = new wb_script{script->module.attr(name).toModule(), nullptr};
    WB_CATCH
}

// None when the module has no such attribute.
WB_API int32_t wb_script_get(const wb_script *script, const char *name, wb_result *out) {
    WB_TRY
    auto value = script->module.attr(name, IValue());
    check_carried(value);
    from_ivalue(value, out);
    WB_CATCH
}

WB_API int32_t wb_script_set(const wb_script *script, const char *name, const wb_value *value) {
    WB_TRY
    auto module = script->module;
    const auto type = module.type()->findAttribute(name);
    module.setattr(name, to_ivalue(*value, type ? type : TypePtr(c10::AnyType::get())));
    WB_CATCH
}

// Every module that has the flag, from this one down; one that was frozen or traced without it computes the same in both modes.
WB_API int32_t wb_script_train(const wb_script *script, bool on) {
    WB_TRY
    for (const auto &module : script->module.modules())
        if (auto slot = module.type()->findAttributeSlot("training")) module._ivalue()->setSlot(*slot, on);
    WB_CATCH
}
