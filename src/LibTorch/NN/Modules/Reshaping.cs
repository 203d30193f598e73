using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Makes one dimension of those from start_dim to end_dim.</summary>
public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
{
    internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten))
    {
        this.start_dim = start_dim;
        this.end_dim = end_dim;
    }

    public long start_dim { get; set; }

    public long end_dim { get; set; }

    public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked : input.flatten(start_dim, end_dim);
}

/// <summary>Makes several dimensions of one.</summary>
public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
{
    internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten))
    {
        this.dim = dim;
        this.unflattened_size = unflattened_size;
    }

    public long dim { get; set; }

    public long[] unflattened_size { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : Ops.unflatten_int(tensor, dim, unflattened_size);
}

/// <summary>x1 · x2 / (‖x1‖ · ‖x2‖) along a dimension.</summary>
public sealed class CosineSimilarity : ParameterLessModule<Tensor, Tensor, Tensor>
{
    internal CosineSimilarity(long dim, double eps) : base(nameof(CosineSimilarity))
    {
        this.dim = dim;
        this.eps = eps;
    }

    public long dim { get; set; }

    public double eps { get; set; }

    public override Tensor forward(Tensor input1, Tensor input2)
        => Hooked(input1, input2, out var hooked) ? hooked : functional.cosine_similarity(input1, input2, dim, eps);
}

/// <summary>The p-norm of x1 − x2 + eps along the last dimension.</summary>
public sealed class PairwiseDistance : ParameterLessModule<Tensor, Tensor, Tensor>
{
    internal PairwiseDistance(double p, double eps, bool keepdim) : base(nameof(PairwiseDistance))
    {
        norm = p;
        this.eps = eps;
        this.keepdim = keepdim;
    }

    public double norm { get; set; }

    public double eps { get; set; }

    public bool keepdim { get; set; }

    public override Tensor forward(Tensor input1, Tensor input2)
        => Hooked(input1, input2, out var hooked) ? hooked : functional.pairwise_distance(input1, input2, norm, eps, keepdim);
}
