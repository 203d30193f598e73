using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters that an optimiser treats together, with their gradients and states, as lists for foreach operators.</summary>
internal sealed class Batch<TState> where TState : OptimizerState
{
    private readonly List<Tensor> parameters = [], grads = [];
    private readonly List<TState> states = [];

    public Tensor[] Parameters => [.. parameters];

    public IReadOnlyList<TState> States => states;

    public void Add(Parameter parameter, Tensor grad, TState state)
    {
        if (grad.is_sparse) throw new NotSupportedException("Sparse gradients are not supported.");
        // Complex numbers are optimised as pairs of real ones.
        var complex = parameter.is_complex();
        parameters.Add(complex ? Ops.view_as_real(parameter) : parameter);
        grads.Add(complex ? Ops.view_as_real(grad) : grad);
        states.Add(state);
    }

    /// <summary>The gradients, turned round when maximising, with weight decay added.</summary>
    public Tensor[] Gradients(bool maximize, double weight_decay)
    {
        Tensor[] result = [.. grads];
        if (maximize) result = Ops._foreach_neg(result);
        if (weight_decay != 0) result = Ops._foreach_add_List(result, Parameters, weight_decay);
        return result;
    }

    /// <summary>One tensor of each state.</summary>
    public Tensor[] Of(Func<TState, Tensor> field)
    {
        var result = new Tensor[states.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var tensor = field(states[i]);
            result[i] = tensor.is_complex() ? Ops.view_as_real(tensor) : tensor;
        }
        return result;
    }

    /// <summary>Parts of equal age; this batch itself when all are equal.</summary>
    public IEnumerable<Batch<TState>> ByAge(Func<TState, long>? age)
    {
        if (states.Count == 0) return [];
        if (age is null || states.TrueForAll(state => age(state) == age(states[0]))) return [this];
        var parts = new SortedDictionary<long, Batch<TState>>();
        for (var i = 0; i < states.Count; i++)
        {
            if (!parts.TryGetValue(age(states[i]), out var part)) parts[age(states[i])] = part = new Batch<TState>();
            part.parameters.Add(parameters[i]);
            part.grads.Add(grads[i]);
            part.states.Add(states[i]);
        }
        return parts.Values;
    }
}
