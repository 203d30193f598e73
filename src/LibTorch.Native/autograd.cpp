// Gradients: backward, grad, modes, hooks, and functions whose forward and backward are written in managed code.
#include "internal.h"
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/forward_grad.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/csrc/autograd/variable.h>

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
WB_API void wb_set_anomaly(bool value) { torch::autograd::AnomalyMode::set_enabled(value, true); }

WB_API int32_t wb_forward_ad_enter(uint64_t *level) {
    WB_TRY
    *level = torch::autograd::forward_ad::enter_dual_level();
    WB_CATCH
}
WB_API int32_t wb_forward_ad_leave(uint64_t level) {
    WB_TRY
    torch::autograd::forward_ad::exit_dual_level(level);
    WB_CATCH
}

// A tensor hook: the callback gets the gradient (borrowed) and may hand back a replacement (owned), or null to keep it.
// A failing callback sets *failed; its text becomes the error of backward.
typedef void *(*wb_hook)(void *context, void *grad, int32_t *failed);
WB_API int32_t wb_register_hook(void *tensor, wb_hook hook, void *context, int64_t *id) {
    WB_TRY
    *id = wb::borrow(tensor).register_hook([hook, context](at::Tensor grad) -> at::Tensor {
        int32_t failed = 0;
        void *replaced = hook(context, grad.unsafeGetTensorImpl(), &failed);
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
    std::string name() const override { return "ManagedFunctionBackward"; }
    ~ManagedNode() override {
        if (release) release(context);
    }
};
} // namespace

// Ties outputs to inputs in the graph; ids[i] is the position of outputs[i] among the node's gradients.
WB_API int32_t wb_attach_node(void **inputs, int32_t ninputs, void **outputs, int32_t noutputs, wb_node_backward backward,
                              wb_node_release release, void *context) {
    WB_TRY
    std::shared_ptr<ManagedNode> node(new ManagedNode(), torch::autograd::deleteNode);
    node->backward = backward;
    node->release = release;
    node->context = context;
    node->ninputs = ninputs;
    variable_list in = take(inputs, ninputs);
    node->set_next_edges(torch::autograd::collect_next_edges(in));
    for (int32_t i = 0; i < noutputs; i++) {
        auto t = wb::borrow(outputs[i]);
        if (!torch::autograd::isDifferentiableType(t.scalar_type())) {
            node->add_input_metadata(torch::autograd::Node::undefined_input());
            continue;
        }
        torch::autograd::set_history(t, node);
    }
    WB_CATCH
}
