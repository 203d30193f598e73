// How libtorch holds the nodes of its graphs: by std::shared_ptr for long, by an intrusive pointer in later releases.
#pragma once
#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/function.h>

namespace wb {

using NodePointer = decltype(torch::autograd::Edge::function);

template <class T, class Pointer = NodePointer> struct Held {
    static auto make() { return c10::make_intrusive<T>(); }
    static Pointer again(T *node) { return node->getptr(); }
};

template <class T> struct Held<T, std::shared_ptr<torch::autograd::Node>> {
    // Deep graphs are taken apart without recursion by a deleter, which later releases have no more: found by its argument.
    static auto make() {
        return std::shared_ptr<T>(new T(), [](T *node) { deleteNode(node); });
    }
    static std::shared_ptr<torch::autograd::Node> again(T *node) { return node->shared_from_this(); }
};

} // namespace wb
