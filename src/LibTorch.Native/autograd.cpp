// Gradients: backward, grad, modes, hooks, and functions whose forward and backward are written in managed code.
#include "internal.h"
#include "nodes.h"
#include <ATen/SequenceNumber.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/accumulate_grad.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>
#include <unordered_set>

using torch::autograd::variable_list;

namespace {
variable_list take(void **handles, int32_t n) {
    variable_list list;
    list.reserve(n);
    for (int32_t i = 0; i < n; i++) list.push_back(handles[i] ? wb::borrow(handles[i]) : at::Tensor());
    return list;
}
} // namespace

WB_API int32_t wb_backward(void **tensors, int32_t n, void **grads, int32_t ngrads, bool retain_graph, bool create_graph,
                           void **inputs, int32_t ninputs) {
    WB_TRY
    torch::autograd::backward(take(tensors, n), take(grads, ngrads), retain_graph, create_graph, take(inputs, ninputs));
    WB_CATCH
}

WB_API int32_t wb_grad(void **outputs, int32_t n, void **inputs, int32_t ninputs, void **grads, int32_t ngrads,
                       bool retain_graph, bool create_graph, bool allow_unused, wb_result *results) {
    WB_TRY
    auto out = torch::autograd::grad(take(outputs, n), take(inputs, ninputs), take(grads, ngrads), retain_graph, create_graph, allow_unused);
    for (size_t i = 0; i < out.size(); i++) wb::give(std::move(out[i]), &results[i]);
    WB_CATCH
}

WB_API int32_t wb_set_requires_grad(void *tensor, bool value) {
    WB_TRY
    wb::borrow(tensor).set_requires_grad(value);
    WB_CATCH
}

WB_API int32_t wb_get_grad(void *tensor, wb_result *out) {
    WB_TRY
    wb::give(at::Tensor(wb::borrow(tensor).grad()), out);
    WB_CATCH
}

WB_API int32_t wb_set_grad(void *tensor, void *grad) {
    WB_TRY
    wb::borrow(tensor).mutable_grad() = grad ? wb::borrow(grad) : at::Tensor();
    WB_CATCH
}

WB_API int32_t wb_retain_grad(void *tensor) {
    WB_TRY
    wb::borrow(tensor).retain_grad();
    WB_CATCH
}

WB_API bool wb_grad_enabled() { return torch::autograd::GradMode::is_enabled(); }
WB_API void wb_set_grad_enabled(bool value) { torch::autograd::GradMode::set_enabled(value); }
WB_API void *wb_inference_enter(bool enabled) { return new c10::InferenceMode(enabled); }
WB_API void wb_inference_leave(void *guard) { delete static_cast<c10::InferenceMode *>(guard); }
WB_API bool wb_inference_enabled() { return c10::InferenceMode::is_enabled(); }
WB_API bool wb_anomaly_enabled() { return torch::autograd::AnomalyMode::is_enabled(); }
WB_API bool wb_anomaly_check_nan() { return torch::autograd::AnomalyMode::should_check_nan(); }
WB_API void wb_set_anomaly(bool value, bool check_nan) { torch::autograd::AnomalyMode::set_enabled(value, check_nan); }

// A level of forward-mode differentiation: tangents made at it vanish with it.
WB_API int32_t wb_enter_dual_level(int64_t *level) {
    WB_TRY
    *level = static_cast<int64_t>(torch::autograd::forward_ad::enter_dual_level());
    WB_CATCH
}
WB_API int32_t wb_exit_dual_level(int64_t level) {
    WB_TRY
    torch::autograd::forward_ad::exit_dual_level(static_cast<uint64_t>(level));
    WB_CATCH
}

// A tensor hook: the callback gets the gradient (borrowed) and may hand back a replacement (owned), or null to keep it.
// A failing callback sets *failed; its text becomes the error of backward.
typedef void *(*wb_hook)(void *context, void *grad, int32_t *failed);
typedef void (*wb_release_context)(void *context);
WB_API int32_t wb_register_hook(void *tensor, wb_hook hook, wb_release_context release, void *context, int64_t *id) {
    WB_TRY
    std::shared_ptr<void> held(context, release); // let go of when the hook is removed or its tensor dies
    *id = wb::borrow(tensor).register_hook([hook, held](at::Tensor grad) -> at::Tensor {
        int32_t failed = 0;
        void *replaced = hook(held.get(), grad.unsafeGetTensorImpl(), &failed);
        if (failed) throw std::runtime_error("a tensor hook failed; see the inner exception");
        return replaced ? at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(
                              static_cast<c10::TensorImpl *>(replaced)))
                        : at::Tensor();
    });
    WB_CATCH
}
WB_API int32_t wb_remove_hook(void *tensor, int64_t id) {
    WB_TRY
    wb::borrow(tensor).remove_hook(static_cast<unsigned>(id));
    WB_CATCH
}

// A node of the graph whose backward is a managed callback: gradients in (borrowed, null when undefined),
// gradients out (owned, null for none). release is called when the graph lets go of the node.
typedef int32_t (*wb_node_backward)(void *context, void **grads, int32_t n, void **results, int32_t nresults);
typedef void (*wb_node_release)(void *context);

namespace {
struct ManagedNode : public torch::autograd::Node {
    wb_node_backward backward;
    wb_node_release release;
    void *context;
    int32_t ninputs;
    // Saved by libtorch's own means: an output saved here does not keep its node alive, and use after change is noticed.
    std::vector<torch::autograd::SavedVariable> saved;

    variable_list apply(variable_list &&grads) override {
        std::vector<void *> in;
        in.reserve(grads.size());
        for (auto &g : grads) in.push_back(g.defined() ? g.unsafeGetTensorImpl() : nullptr);
        std::vector<void *> out(ninputs, nullptr);
        int32_t failed = backward(context, in.data(), static_cast<int32_t>(in.size()), out.data(), ninputs);
        variable_list results;
        results.reserve(ninputs);
        for (void *p : out)
            results.push_back(p ? at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(
                                      static_cast<c10::TensorImpl *>(p)))
                                : at::Tensor());
        if (failed) throw std::runtime_error("the backward of a custom function failed; see the inner exception");
        return results;
    }
    void release_variables() override { saved.clear(); }
    std::string name() const override { return "ManagedFunctionBackward"; }
    ~ManagedNode() override {
        if (release) release(context);
    }
};
} // namespace

// Ties outputs to inputs in the graph. A null output is one that carries no gradient. The node lives as long as its outputs.
WB_API int32_t wb_attach_node(void **inputs, int32_t ninputs, void **outputs, int32_t noutputs, wb_node_backward backward,
                              wb_node_release release, void *context, void **saved, const uint8_t *saved_is_output,
                              int32_t nsaved, void **node_out) {
    WB_TRY
    auto node = wb::Held<ManagedNode>::make();
    wb::NodePointer common = node;
    node->backward = backward;
    node->release = release;
    node->context = context;
    node->ninputs = ninputs;
    variable_list in = take(inputs, ninputs);
    node->set_next_edges(torch::autograd::collect_next_edges(in));
    for (int32_t i = 0; i < noutputs; i++) {
        if (!outputs[i]) {
            node->add_input_metadata(torch::autograd::Node::undefined_input());
            continue;
        }
        auto output = wb::borrow(outputs[i]);
        torch::autograd::set_history(output, common);
        // Changing a view of an input in place would bypass this node: as in Python, libtorch then refuses.
        if (output.is_view())
            torch::autograd::impl::get_view_autograd_meta(output)->set_creation_meta(
                noutputs > 1 ? torch::autograd::CreationMeta::MULTI_OUTPUT_NODE : torch::autograd::CreationMeta::IN_CUSTOM_FUNCTION);
    }
    for (int32_t i = 0; i < nsaved; i++)
        node->saved.emplace_back(saved[i] ? wb::borrow(saved[i]) : at::Tensor(), saved_is_output[i] != 0);
    *node_out = node.get();
    WB_CATCH
}

// The tensors that were saved, as they were; an error after the graph has been freed or when one was changed in place since.
WB_API int32_t wb_node_saved(void *node, int32_t index, wb_result *out) {
    WB_TRY
    auto *managed = static_cast<ManagedNode *>(node);
    if (index >= static_cast<int32_t>(managed->saved.size()))
        throw std::runtime_error("the saved tensors have been freed; call backward with retain_graph: true to go through the graph twice");
    wb::give(managed->saved[index].unpack(wb::Held<ManagedNode>::again(managed)), out);
    WB_CATCH
}

// The number that the next node made on this thread gets; nodes made before it have smaller ones.
WB_API int64_t wb_next_sequence_number() { return static_cast<int64_t>(at::sequence_number::peek()); }

// The leaves that a piece of graph reaches. Nodes older than since belong to a graph outside of it and are not entered:
// their number goes to *outside. At most capacity leaves are written; *count is how many there are.
WB_API int32_t wb_graph_leaves(void **outputs, int32_t n, int64_t since, wb_result *leaves, int32_t capacity, int32_t *count,
                               int32_t *outside) {
    WB_TRY
    using torch::autograd::Node;
    std::vector<Node *> open;
    std::unordered_set<Node *> seen;
    *count = *outside = 0;
    auto visit = [&](Node *node) {
        if (node && seen.insert(node).second) open.push_back(node);
    };
    for (auto &output : take(outputs, n))
        if (output.requires_grad()) visit(torch::autograd::impl::gradient_edge(output).function.get());
    while (!open.empty()) {
        Node *node = open.back();
        open.pop_back();
        if (auto *leaf = dynamic_cast<torch::autograd::AccumulateGrad *>(node)) {
            if (*count < capacity) wb::give(at::Tensor(leaf->variable), &leaves[*count]);
            ++*count;
        } else if (node->sequence_nr() < static_cast<uint64_t>(since)) {
            ++*outside;
        } else {
            for (auto &edge : node->next_edges()) visit(edge.function.get());
        }
    }
    WB_CATCH
}

// Calls back after a gradient has been added to a leaf. What comes out owns the hook: the leaf's accumulator lives as long as it.
namespace {
struct AccumulateHook {
    wb_hook hook;
    std::shared_ptr<void> context;
    wb::NodePointer accumulator;
    bool removed = false;
};
struct PostAccumulate : public torch::autograd::FunctionPostHook {
    std::weak_ptr<AccumulateHook> owner;
    variable_list operator()(const variable_list &outputs, const variable_list &) override {
        auto held = owner.lock();
        if (!held || held->removed) return outputs;
        int32_t failed = 0;
        auto *leaf = dynamic_cast<torch::autograd::AccumulateGrad *>(held->accumulator.get());
        held->hook(held->context.get(), leaf->variable.unsafeGetTensorImpl(), &failed);
        if (failed) throw std::runtime_error("a hook after the accumulation of a gradient failed; see the inner exception");
        return outputs;
    }
};
} // namespace
WB_API int32_t wb_register_accumulate_hook(void *tensor, wb_hook hook, wb_release_context release, void *context, void **out) {
    WB_TRY
    std::shared_ptr<void> held(context, release);
    auto leaf = wb::borrow(tensor);
    auto accumulator = torch::autograd::impl::grad_accumulator(leaf);
    if (!accumulator) throw std::runtime_error("post accumulate grad hooks cannot be registered on tensors that do not require grad or are not leaves");
    auto owner = std::make_shared<AccumulateHook>();
    owner->hook = hook;
    owner->context = held;
    owner->accumulator = accumulator;
    auto post = std::make_unique<PostAccumulate>();
    post->owner = owner;
    accumulator->add_post_hook(std::move(post));
    *out = new std::shared_ptr<AccumulateHook>(owner);
    WB_CATCH
}
WB_API void wb_disable_accumulate_hook(void *hook) { (*static_cast<std::shared_ptr<AccumulateHook> *>(hook))->removed = true; }
WB_API void wb_release_accumulate_hook(void *hook) { delete static_cast<std::shared_ptr<AccumulateHook> *>(hook); }
