using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>One update of Adam or, with decay apart from the gradient, of AdamW, for parameters of equal age.</summary>
/// <param name="clock">Where the learning rate and the count of steps are on the device; null where they are the host's.</param>
internal readonly record struct AdamStep(double lr, double beta1, double beta2, double eps, double weight_decay, bool maximize, bool decoupled, bool fused,
    DeviceClock? clock = null)
{
    /// <param name="batch">Parameters and gradients.</param>
    /// <param name="age">How many updates there have been, this one included.</param>
    /// <param name="means">Running means of the gradients.</param>
    /// <param name="squares">Running means of their squares.</param>
    /// <param name="largest">The largest of these so far; null without AMSGrad.</param>
    public void Apply<TState>(Batch<TState> batch, long age, Tensor[] means, Tensor[] squares, Tensor[]? largest) where TState : OptimizerState
    {
        var parameters = batch.Parameters;
        if (clock is not null)
        {
            Recordable(batch, means, squares, largest);
            return;
        }

        if (fused && FusedSteps.Available(decoupled ? FusedSteps.AdamW : FusedSteps.Adam, parameters))
        {
            Fused(parameters, batch.Gradients(false, 0), age, means, squares, largest);
            return;
        }
        var grads = batch.Gradients(maximize, decoupled ? 0 : weight_decay);
        if (decoupled && weight_decay != 0) Ops._foreach_mul__Scalar(parameters, 1 - lr * weight_decay);
        Moments(means, squares, grads, beta1, beta2);
        var divisors = Ops._foreach_sqrt(Largest(squares, largest));
        Ops._foreach_div__Scalar(divisors, Math.Sqrt(1 - Math.Pow(beta2, age)));
        Ops._foreach_add__Scalar(divisors, eps);
        Ops._foreach_addcdiv__Scalar(parameters, means, divisors, -lr / (1 - Math.Pow(beta1, age)));
    }

    // The same update with the host's numbers taken from tensors: as one kernel where libtorch has that (CUDA, from 2.2 on).
    private void Recordable<TState>(Batch<TState> batch, Tensor[] means, Tensor[] squares, Tensor[]? largest) where TState : OptimizerState
    {
        var parameters = batch.Parameters;
        var rate = clock!.Rate;
        if (FusedSteps.Available(decoupled ? FusedSteps.AdamWByTensor : FusedSteps.AdamByTensor, parameters))
        {
            var steps = Enumerable.Repeat(clock.Age.to(ScalarType.Float32), parameters.Length).ToArray();
            var grads = batch.Gradients(false, 0);
            if (decoupled) Ops._fused_adamw__tensor_lr(parameters, grads, means, squares, largest ?? [], steps, rate, beta1, beta2, weight_decay, eps, largest is not null, maximize);
            else Ops._fused_adam__tensor_lr(parameters, grads, means, squares, largest ?? [], steps, rate, beta1, beta2, weight_decay, eps, largest is not null, maximize);
            return;
        }

        if (decoupled && weight_decay != 0)
        {
            var share = 1 - rate * weight_decay;
            foreach (var parameter in parameters) parameter.mul_(share);
        }

        Moments(means, squares, batch.Gradients(maximize, decoupled ? 0 : weight_decay), beta1, beta2);
        var (size, root) = (-rate / clock.Correction(beta1), clock.Correction(beta2).sqrt());
        var divisors = Ops._foreach_sqrt(Largest(squares, largest));
        foreach (var divisor in divisors) divisor.div_(root);
        Ops._foreach_add__Scalar(divisors, eps);
        var quotients = Ops._foreach_div_List(means, divisors);
        for (var i = 0; i < quotients.Length; i++) parameters[i].add_(quotients[i].mul_(size));
    }

    // What AMSGrad divides by: the largest mean square so far.
    private static Tensor[] Largest(Tensor[] squares, Tensor[]? largest)
    {
        if (largest is null) return squares;
        var larger = Ops._foreach_maximum_List(largest, squares);
        for (var i = 0; i < largest.Length; i++) largest[i].copy_(larger[i]);
        return largest;
    }

    /// <summary>Brings the running means of the gradients and of their squares up to date.</summary>
    public static void Moments(Tensor[] means, Tensor[] squares, Tensor[] grads, double beta1, double beta2)
    {
        Ops._foreach_mul__Scalar(means, beta1);
        Ops._foreach_add__List(means, grads, 1 - beta1);
        Ops._foreach_mul__Scalar(squares, beta2);
        Ops._foreach_addcmul__Scalar(squares, grads, grads, 1 - beta2);
    }

    private void Fused(Tensor[] parameters, Tensor[] grads, long age, Tensor[] means, Tensor[] squares, Tensor[]? largest)
    {
        var step = full([], (double)age, dtype: ScalarType.Float32, device: parameters[0].device);
        var steps = Enumerable.Repeat(step, parameters.Length).ToArray();
        bool amsgrad = largest is not null;
        if (decoupled) Ops._fused_adamw_(parameters, grads, means, squares, largest ?? [], steps, lr, beta1, beta2, weight_decay, eps, amsgrad, maximize);
        else Ops._fused_adam_(parameters, grads, means, squares, largest ?? [], steps, lr, beta1, beta2, weight_decay, eps, amsgrad, maximize);
    }
}
