// A stand-in for CUDA in a libtorch that was built without it: two devices whose memory is the CPU's and whose kernels are the CPU's, but
// whose tensors are of another device as far as libtorch can tell. Every rule of a second device holds: tensors of two devices in one
// operator fail, a generator must be of the device it draws for, values get to the CPU only through the few operators that are counted here.
// What it cannot show is what a GPU computes, how fast, and anything of streams: all work is done when the call returns.
//
// One source for libtorch 1.13 and PyTorch 2.x. Between them virtual members have changed their arguments, names and constness: such a member
// is here in each of its forms and without `override`, so that the form that this libtorch calls is the one that overrides.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/EmptyTensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_as_complex_native.h>
#include <ATen/ops/view_as_real_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/core/impl/alloc_cpu.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <atomic>
#include <cstring>
#include <set>
#include <utility>

namespace {

using at::Tensor;
using c10::Device;
using c10::DeviceIndex;
using c10::DeviceType;
using c10::IValue;

constexpr DeviceIndex kDevices = 2;
const c10::DispatchKeySet kCudaKeys(c10::DispatchKey::CUDA);

thread_local DeviceIndex current = 0;
std::atomic<int64_t> reads{0};

Device device_of(Device d) { return Device(DeviceType::CUDA, d.has_index() ? d.index() : current); }

// ---- what libtorch asks a kind of device for ------------------------------------------------------------------------------------------

struct Allocator final : c10::Allocator {
    c10::DataPtr allocate(size_t bytes) const {
        void *p = c10::alloc_cpu(bytes);
        return {p, p, &c10::free_cpu, Device(DeviceType::CUDA, current)};
    }
    c10::DataPtr allocate(size_t bytes) { return std::as_const(*this).allocate(bytes); }
    void copy_data(void *to, const void *from, size_t bytes) const { std::memcpy(to, from, bytes); }
    c10::DeleterFnPtr raw_deleter() const override { return &c10::free_cpu; }
};
Allocator allocator;

struct Guard final : c10::impl::DeviceGuardImplInterface {
    static constexpr DeviceType static_type = DeviceType::CUDA;
    DeviceType type() const override { return DeviceType::CUDA; }
    Device exchangeDevice(Device d) const override {
        auto old = getDevice();
        setDevice(d);
        return old;
    }
    Device getDevice() const override { return Device(DeviceType::CUDA, current); }
    void setDevice(Device d) const override {
        TORCH_CHECK(d.is_cuda() && d.index() < kDevices, "CUDA error: invalid device ordinal ", d);
        uncheckedSetDevice(d);
    }
    void uncheckedSetDevice(Device d) const noexcept override { current = d.has_index() ? d.index() : current; }
    c10::Stream getStream(Device d) const noexcept override { return c10::Stream(c10::Stream::DEFAULT, device_of(d)); }
    c10::Stream getDefaultStream(Device d) const override { return getStream(d); }
    c10::Stream getStreamFromGlobalPool(Device d, bool) const override { return getStream(d); }
    c10::Stream exchangeStream(c10::Stream s) const noexcept override { return s; }
    void record(void **, const c10::Stream &, const DeviceIndex, const c10::EventFlag) const override {}
    void block(void *, const c10::Stream &) const override {}
    bool queryEvent(void *) const override { return true; }
    bool queryStream(const c10::Stream &) const override { return true; }
    void synchronizeStream(const c10::Stream &) const override {}
    DeviceIndex deviceCount() const noexcept override { return kDevices; }
};
C10_REGISTER_GUARD_IMPL(CUDA, Guard);

// A generator of the device, which draws what one of the CPU with its seed draws.
struct Generator final : c10::GeneratorImpl {
    at::Generator inner;
    Generator(DeviceIndex index, at::Generator cpu) : GeneratorImpl(Device(DeviceType::CUDA, index), kCudaKeys), inner(std::move(cpu)) {}
    void set_current_seed(uint64_t seed) override { inner.set_current_seed(seed); }
    uint64_t current_seed() const override { return inner.current_seed(); }
    uint64_t seed() override { return inner.seed(); }
    void set_offset(uint64_t) {}
    uint64_t get_offset() const { return 0; }
    void set_state(const c10::TensorImpl &state) override { inner.unsafeGetGeneratorImpl()->set_state(state); }
    c10::intrusive_ptr<c10::TensorImpl> get_state() const override { return inner.unsafeGetGeneratorImpl()->get_state(); }
    GeneratorImpl *clone_impl() const override { return new Generator(device().index(), inner.clone()); }
};

struct CUDAHooks final : at::CUDAHooksInterface {
    using Ordinal = decltype(std::declval<at::CUDAHooksInterface>().current_device());
    explicit CUDAHooks(at::CUDAHooksArgs) {}
    void initCUDA() const {}
    void init() const {}
    bool hasCUDA() const override { return true; }
    bool isBuilt() const { return true; }
    bool isAvailable() const { return true; }
    int getNumGPUs() const override { return kDevices; }
    DeviceIndex deviceCount() const { return kDevices; }
    Ordinal current_device() const override { return current; }
    DeviceIndex getCurrentDevice() const { return current; }
    bool hasPrimaryContext(Ordinal) const override { return true; }
    void deviceSynchronize(Ordinal) const override {}
    std::string showConfig() const override { return "  - a stand-in for CUDA\n"; }
    c10::Allocator *getPinnedMemoryAllocator() const override { return c10::GetCPUAllocator(); }
    c10::Allocator *getCUDADeviceAllocator() const override { return &allocator; }
    const at::Generator &getDefaultGenerator(DeviceIndex index) const {
        static at::Generator all[kDevices] = {getNewGenerator(0), getNewGenerator(1)};
        auto i = index < 0 ? current : index;
        TORCH_CHECK(i < kDevices, "CUDA error: invalid device ordinal ", int(i));
        return all[i];
    }
    const at::Generator &getDefaultCUDAGenerator(DeviceIndex index) const { return getDefaultGenerator(index); }
    at::Generator getNewGenerator(DeviceIndex index) const { return at::make_generator<Generator>(index, at::detail::createCPUGenerator(0)); }
};
} // namespace

namespace at {
REGISTER_CUDA_HOOKS(CUDAHooks);
}

namespace {

// ---- the same memory under another device ---------------------------------------------------------------------------------------------

Tensor under(const Tensor &t, Device device, c10::Allocator *resizer) {
    auto *keep = new c10::Storage(t.storage());
    c10::DataPtr data(const_cast<void *>(static_cast<const void *>(keep->data())), keep, [](void *p) { delete static_cast<c10::Storage *>(p); }, device);
    c10::Storage storage(c10::Storage::use_byte_size_t(), keep->nbytes(), std::move(data), resizer, true);
    auto keys = c10::DispatchKeySet(device.is_cuda() ? c10::DispatchKey::CUDA : c10::DispatchKey::CPU);
    auto r = at::detail::make_tensor<c10::TensorImpl>(std::move(storage), keys, t.dtype());
    r.unsafeGetTensorImpl()->set_storage_offset(t.storage_offset());
    r.unsafeGetTensorImpl()->set_sizes_and_strides(t.sizes(), t.strides());
    if (t.unsafeGetTensorImpl()->is_wrapped_number()) r.unsafeGetTensorImpl()->set_wrapped_number(true);
    // Operators that know of them read the signs of what is stored with these.
    r._set_conj(t.is_conj());
    r._set_neg(t.is_neg());
    return r;
}

// ---- every operator without a kernel of its own ---------------------------------------------------------------------------------------

// Operators that take tensors of both devices, as CUDA's do.
const std::set<std::string> kMixes = {"aten::copy_", "aten::_to_copy", "aten::index.Tensor", "aten::index_put_", "aten::_index_put_impl_"};
// Operators that let the CPU know values, most of them the size of their result.
const std::set<std::string> kReads = {"aten::_local_scalar_dense", "aten::nonzero", "aten::masked_select", "aten::equal", "aten::_unique2",
                                      "aten::unique_dim", "aten::unique_consecutive", "aten::bincount"};

struct Call {
    const std::string name;
    const bool mixes;
    c10::optional<Device> device;
    std::vector<std::pair<Tensor, Tensor>> pairs; // the tensor given, and the same memory on the CPU
    bool foreign = false;

    explicit Call(const c10::OperatorName &op)
        : name(op.overload_name.empty() ? op.name : op.name + "." + op.overload_name), mixes(kMixes.count(name) || kMixes.count(op.name)) {}

    void meet(Device d) {
        TORCH_CHECK(mixes || !device || *device == d, "Expected all tensors to be on the same device, but found at least two devices, ", *device, " and ", d, "! (", name, ")");
        if (!device) device = d;
    }
    Tensor take(const Tensor &t) {
        if (!t.defined()) return t;
        if (!t.is_cuda()) {
            foreign |= t.dim() > 0;
            return t;
        }
        meet(t.device());
        for (auto &p : pairs)
            if (p.first.is_same(t)) return p.second;
        pairs.emplace_back(t, under(t, Device(DeviceType::CPU), c10::GetCPUAllocator()));
        return pairs.back().second;
    }
    Tensor give(const Tensor &t) {
        if (!t.defined() || t.is_cuda()) return t;
        for (auto &p : pairs)
            if (p.second.is_same(t)) return p.first;
        return under(t, *device, &allocator);
    }
    IValue take(const IValue &v) {
        if (v.isTensor()) return take(v.toTensor());
        if (v.isTensorList()) {
            c10::List<Tensor> list;
            for (const Tensor &t : v.toTensorVector()) list.push_back(take(t));
            return list;
        }
        if (v.isOptionalTensorList()) {
            c10::List<c10::optional<Tensor>> list;
            for (const c10::optional<Tensor> &t : v.toOptionalTensorVector()) list.push_back(t ? c10::optional<Tensor>(take(*t)) : t);
            return list;
        }
        if (v.isGenerator()) {
            auto g = v.toGenerator();
            TORCH_CHECK(g.device().is_cuda(), "Expected a 'cuda' device type for generator but found 'cpu' (", name, ")");
            meet(g.device());
            return static_cast<Generator *>(g.unsafeGetGeneratorImpl())->inner;
        }
        if (v.isDevice() && v.toDevice().is_cuda()) {
            meet(device_of(v.toDevice()));
            return Device(DeviceType::CPU);
        }
        return v;
    }
    IValue give(const IValue &v) {
        if (v.isTensor()) return give(v.toTensor());
        if (v.isTensorList()) {
            c10::List<Tensor> list;
            for (const Tensor &t : v.toTensorVector()) list.push_back(give(t));
            return list;
        }
        return v;
    }
    // What an operator has given other memory or another shape (out=, resize_).
    void keep_changes() {
        for (auto &[mine, cpu] : pairs) {
            auto *impl = mine.unsafeGetTensorImpl();
            if (cpu.storage().data() != mine.storage().data()) impl->set_storage_keep_dtype(under(cpu, mine.device(), &allocator).storage());
            if (cpu.sizes() != mine.sizes() || cpu.strides() != mine.strides() || cpu.storage_offset() != mine.storage_offset()) {
                impl->set_storage_offset(cpu.storage_offset());
                impl->set_sizes_and_strides(cpu.sizes(), cpu.strides());
            }
        }
    }
};

// The masks that an operator takes as indices, how many entries of each it has to know; but for one where a number of the CPU is filled in.
int64_t masks(const Call &call, const IValue *arguments) {
    if (!call.mixes || !arguments[1].isOptionalTensorList()) return 0;
    int64_t masks = 0, others = 0;
    for (const c10::optional<Tensor> &t : arguments[1].toOptionalTensorVector())
        if (t && t->defined()) (t->scalar_type() == at::kBool || t->scalar_type() == at::kByte ? masks : others)++;
    const bool put = call.name != "aten::index.Tensor";
    return put && masks == 1 && others == 0 && !arguments[3].toBool() && arguments[2].toTensor().is_cpu() && arguments[2].toTensor().numel() == 1 ? 0 : masks;
}

void fallback(const c10::OperatorHandle &op, torch::jit::Stack *stack) {
    Call call(op.operator_name());
    const auto n = op.schema().arguments().size();
    const bool to_cpu = call.name == "aten::copy_" && !(*stack)[stack->size() - n].toTensor().is_cuda();
    reads += masks(call, &(*stack)[stack->size() - n]);
    for (size_t i = stack->size() - n; i < stack->size(); i++) (*stack)[i] = call.take((*stack)[i]);
    TORCH_CHECK(!call.foreign || call.mixes, "Expected all tensors to be on the same device, but found at least two devices, ", call.device.value_or(Device(DeviceType::CUDA, 0)), " and cpu! (", call.name, ")");
    // Drawing once, or without replacement, checks the probabilities on the CPU first.
    const bool checks = call.name == "aten::multinomial" && (!(*stack)[stack->size() - n + 2].toBool() || (*stack)[stack->size() - n + 1].toInt() == 1);
    if (checks || to_cpu || kReads.count(call.name)) reads++;
    if (!call.device) call.device = Device(DeviceType::CUDA, current);
    op.callBoxed(stack);
    call.keep_changes();
    const auto results = op.schema().returns().size();
    for (size_t i = stack->size() - results; i < stack->size(); i++) (*stack)[i] = call.give((*stack)[i]);
}

// ---- operators that must know the device ----------------------------------------------------------------------------------------------

Tensor empty(at::IntArrayRef size, c10::optional<at::ScalarType> dtype, c10::optional<at::Layout>, c10::optional<Device> device, c10::optional<bool>, c10::optional<at::MemoryFormat> format) {
    c10::impl::VirtualGuardImpl guard(DeviceType::CUDA);
    auto before = guard.exchangeDevice(device_of(device.value_or(Device(DeviceType::CUDA))));
    Tensor r = at::detail::empty_generic(size, &allocator, kCudaKeys, c10::dtype_or_default(dtype), format);
    guard.setDevice(before);
    return r;
}
Tensor empty_strided(at::IntArrayRef size, at::IntArrayRef stride, c10::optional<at::ScalarType> dtype, c10::optional<at::Layout>, c10::optional<Device> device, c10::optional<bool>) {
    c10::impl::VirtualGuardImpl guard(DeviceType::CUDA);
    auto before = guard.exchangeDevice(device_of(device.value_or(Device(DeviceType::CUDA))));
    Tensor r = at::detail::empty_strided_generic(size, stride, &allocator, kCudaKeys, c10::dtype_or_default(dtype));
    guard.setDevice(before);
    return r;
}
Tensor &set_source(Tensor &self, const Tensor &source) {
    self.unsafeGetTensorImpl()->set_storage_keep_dtype(source.storage());
    self.unsafeGetTensorImpl()->set_storage_offset(source.storage_offset());
    self.unsafeGetTensorImpl()->set_sizes_and_strides(source.sizes(), source.strides());
    return self;
}
Tensor pin(const Tensor &self, c10::optional<Device>) { return self.clone(); }
bool is_pinned(const Tensor &, c10::optional<Device>) { return false; }

} // namespace

TORCH_LIBRARY_IMPL(_, CUDA, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&fallback>()); }

TORCH_LIBRARY_IMPL(aten, CUDA, m) {
    m.impl("empty.memory_format", empty);
    m.impl("empty_strided", empty_strided);
    m.impl("copy_", torch::CppFunction::makeFromBoxedFunction<&fallback>());
    m.impl("set_.source_Tensor", set_source);
    m.impl("_pin_memory", pin);
    m.impl("is_pinned", is_pinned);
    m.impl("as_strided", at::native::as_strided_tensorimpl);
    m.impl("view", at::native::view);
    m.impl("_reshape_alias", at::native::_reshape_alias);
    m.impl("unfold", at::native::unfold);
    m.impl("view_as_real", at::native::view_as_real);
    m.impl("view_as_complex", at::native::view_as_complex);
}

/// How often values have got to the CPU, in the process.
extern "C" __attribute__((visibility("default"))) int64_t stand_in_reads() { return reads; }
