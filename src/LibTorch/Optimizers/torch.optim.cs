using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Stochastic gradient descent, optionally with (Nesterov) momentum.</summary>
        /// <remarks>With <paramref name="fused"/> a step is one kernel where libtorch has it for the parameters' device (CUDA; the CPU
        /// from 2.4 on), and a few over all parameters elsewhere.</remarks>
        public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0,
            double weight_decay = 0, bool nesterov = false, bool maximize = false, bool? fused = null)
            => new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize, fused);

        /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool, bool?)"/>
        public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0,
            double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false, bool? fused = null)
            => new(Unnamed(parameters), learningRate, momentum, dampening, weight_decay, nesterov, maximize, fused);

        /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool, bool?)"/>
        public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0,
            double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false, bool? fused = null)
            => new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize, fused);

        /// <summary>Adam (Kingma and Ba, arXiv:1412.6980).</summary>
        /// <remarks><paramref name="fused"/>: as for <see cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool, bool?)"/>.</remarks>
        public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false, bool? fused = null)
            => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, fused);

        /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool, bool?)"/>
        public static Adam Adam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9,
            double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false, bool? fused = null)
            => new(Unnamed(parameters), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, fused);

        /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool, bool?)"/>
        public static Adam Adam(IEnumerable<Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9,
            double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false, bool? fused = null)
            => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, fused);

        /// <summary>Adam with weight decay apart from the gradient (Loshchilov and Hutter, arXiv:1711.05101).</summary>
        /// <remarks><paramref name="fused"/>: as for <see cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool, bool?)"/>.</remarks>
        public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false, bool? fused = null)
            => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, fused);

        /// <inheritdoc cref="AdamW(IEnumerable{Parameter}, double, double, double, double, double, bool, bool, bool?)"/>
        public static AdamW AdamW(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3,
            double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false,
            bool maximize = false, bool? fused = null)
            => new(Unnamed(parameters), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, fused);

        /// <inheritdoc cref="AdamW(IEnumerable{Parameter}, double, double, double, double, double, bool, bool, bool?)"/>
        public static AdamW AdamW(IEnumerable<AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9,
            double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false, bool? fused = null)
            => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, fused);

        private static IEnumerable<Parameter> Unnamed(IEnumerable<(string name, Parameter parameter)> parameters)
            => parameters.Select(entry => entry.parameter);
    }
}
