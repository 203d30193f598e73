namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Normalises each channel over the batch and space (Ioffe and Szegedy, arXiv:1502.03167).</summary>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null,
                Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
                => Ops.batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>Normalises groups of channels of each sample (Wu and He, arXiv:1803.08494).</summary>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null,
                double eps = 1e-5)
                => Ops.group_norm(input, num_groups, weight, bias, eps, true);

            /// <summary>Normalises each channel of each sample (Ulyanov et al., arXiv:1607.08022).</summary>
            public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null,
                Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5)
                => Ops.instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            /// <summary>Normalises over the last dimensions (Ba et al., arXiv:1607.06450).</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null,
                double eps = 1e-5)
                => Ops.layer_norm(input, normalized_shape, weight, bias, eps, true);

            /// <summary>Divides by the p-norm along <paramref name="dim"/>, or by eps where that is larger.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var scope = NewDisposeScope();
                var length = Ops.norm_ScalarOpt_dim(input, p, [dim], true).clamp_min(eps).expand_as(input);
                return input.div(length).MoveToOuterDisposeScope();
            }

            /// <summary>Divides by a power of the energy of neighbouring channels (Krizhevsky et al., 2012).</summary>
            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0)
            {
                var shape = input.shape;
                if (shape.Length < 3) throw new ArgumentException($"Expected 3D or higher dimensionality input (got {shape.Length} dimensions)", nameof(input));
                if (input.numel() == 0) return input.alias();
                using var scope = NewDisposeScope();
                var energy = input.mul(input).unsqueeze(1);
                if (shape.Length == 3)
                {
                    energy = avg_pool2d(pad(energy, [0, 0, size / 2, (size - 1) / 2]), [size, 1], [1, 1]).squeeze(1);
                }
                else
                {
                    energy = energy.view(shape[0], 1, shape[1], shape[2], -1);
                    energy = avg_pool3d(pad(energy, [0, 0, 0, 0, size / 2, (size - 1) / 2]), [size, 1, 1], [1, 1, 1]).squeeze(1);
                    energy = energy.view(shape);
                }
                return input.div(energy.mul(alpha).add(k).pow(beta)).MoveToOuterDisposeScope();
            }
        }
    }
}
