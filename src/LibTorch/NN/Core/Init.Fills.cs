namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            /// <summary>Fills with ones.</summary>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            /// <summary>Fills with zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            /// <summary>Fills with one value.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                using var guard = no_grad();
                tensor.fill_(val);
                return tensor;
            }

            /// <summary>Fills with draws from the uniform distribution on [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
            {
                using var guard = no_grad();
                tensor.uniform_(low, high, generator);
                return tensor;
            }

            /// <summary>Fills with draws from the normal distribution.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
            {
                using var guard = no_grad();
                tensor.normal_(mean, std, generator);
                return tensor;
            }

            /// <summary>Fills with draws from the normal distribution cut off outside [a, b].</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0,
                Generator? generator = null)
            {
                using var guard = no_grad();
                // Uniform between the distribution's values at the cuts, then through its inverse.
                var (low, high) = (NormalCdf((a - mean) / std), NormalCdf((b - mean) / std));
                tensor.uniform_(2 * low - 1, 2 * high - 1, generator);
                tensor.erfinv_();
                tensor.mul_(std * Math.Sqrt(2));
                tensor.add_(mean);
                tensor.clamp_(a, b);
                return tensor;
            }

            /// <summary>Fills a matrix with the identity.</summary>
            public static Tensor eye_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length != 2) throw new ArgumentException("Only tensors with 2 dimensions are supported", nameof(tensor));
                using var guard = no_grad();
                using var identity = eye(shape[0], shape[1], dtype: tensor.dtype, device: tensor.device);
                tensor.copy_(identity);
                return tensor;
            }

            /// <summary>Fills a convolution weight with a delta in the middle, so that channels pass through unchanged.</summary>
            public static Tensor dirac_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length is < 3 or > 5)
                    throw new ArgumentException("Only tensors with 3, 4, or 5 dimensions are supported", nameof(tensor));
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                tensor.zero_();
                var middle = tensor;
                for (var d = shape.Length - 1; d >= 2; d--) middle = middle.select(d, shape[d] / 2);
                middle.diagonal().fill_(1);
                return tensor;
            }

            /// <summary>Fills with a (semi-)orthogonal matrix (Saxe et al., arXiv:1312.6120), trailing dimensions flattened.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException("Only tensors with 2 or more dimensions are supported", nameof(tensor));
                if (tensor.numel() == 0) return tensor;
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var (rows, columns) = (shape[0], tensor.numel() / shape[0]);
                var flat = empty(rows, columns, dtype: tensor.dtype, device: tensor.device).normal_(0, 1);
                if (rows < columns) flat = flat.t();
                var (q, r) = Ops.linalg_qr(flat, "reduced");
                // The sign makes the distribution uniform over orthogonal matrices.
                q = q * r.diagonal().sign();
                if (rows < columns) q = q.t();
                tensor.copy_(q.reshape(shape)).mul_(gain);
                return tensor;
            }

            /// <summary>Fills a matrix with normal draws, a share of each column's entries being zero.</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                var shape = tensor.shape;
                if (shape.Length != 2) throw new ArgumentException("Only tensors with 2 dimensions are supported", nameof(tensor));
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var zeroed = (long)Math.Ceiling(sparsity * shape[0]);
                tensor.normal_(0, std);
                for (var column = 0L; column < shape[1]; column++)
                {
                    var rows = randperm(shape[0]).narrow(0, 0, zeroed).to(tensor.device);
                    tensor.select(1, column).index_fill_(0, rows, 0);
                }
                return tensor;
            }

            private static double NormalCdf(double x)
            {
                using var argument = tensor(x / Math.Sqrt(2), ScalarType.Float64);
                using var error = argument.erf();
                return (1 + error.item<double>()) / 2;
            }
        }
    }
}
