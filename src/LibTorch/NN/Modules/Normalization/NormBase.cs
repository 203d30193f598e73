using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Base of the normalisations that can keep running statistics.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private Parameter? ownWeight, ownBias;
    private Tensor? mean, variance, batches;

    public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device,
        ScalarType? dtype, string name) : base(name)
    {
        Require.NotNegative(num_features);
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = Parameter(ones(num_features, device: device, dtype: dtype));
            bias = Parameter(zeros(num_features, device: device, dtype: dtype));
        }
        if (track_running_stats)
        {
            running_mean = zeros(num_features, device: device, dtype: dtype);
            running_var = ones(num_features, device: device, dtype: dtype);
            num_batches_tracked = zeros([], dtype: ScalarType.Int64, device: device);
        }
    }

    public long num_features { get; private set; }

    public double eps { get; set; }

    /// <summary>How much of the new statistics enters the running ones; null: their plain average.</summary>
    public double? momentum { get; set; }

    public bool affine { get; private set; }

    public bool track_running_stats { get; private set; }

    /// <summary>The scale of each channel; null without affine.</summary>
    public Parameter weight { get => ownWeight!; set => SetParameter(ref ownWeight, value, nameof(weight)); }

    /// <summary>The shift of each channel; null without affine.</summary>
    public Parameter? bias { get => ownBias; set => SetParameter(ref ownBias, value, nameof(bias)); }

    public Tensor? running_mean { get => mean; set => SetBuffer(ref mean, value, nameof(running_mean)); }

    public Tensor? running_var { get => variance; set => SetBuffer(ref variance, value, nameof(running_var)); }

    public Tensor? num_batches_tracked { get => batches; set => SetBuffer(ref batches, value, nameof(num_batches_tracked)); }

    /// <summary>Forgets the running statistics: mean 0, variance 1.</summary>
    public void reset_running_stats()
    {
        if (!track_running_stats) return;
        init.zeros_(mean!);
        init.ones_(variance!);
        init.zeros_(batches!);
    }

    /// <summary>Sets scale 1 and shift 0 and forgets the running statistics.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine) return;
        init.ones_(weight);
        init.zeros_(bias!);
    }

    /// <summary>Throws unless the input has the number of dimensions that this module normalises.</summary>
    protected abstract void ValidateInputDimensions(Tensor input);

    private protected static void Expect(Tensor input, params ReadOnlySpan<int> dimensions)
    {
        if (!dimensions.Contains((int)input.ndim))
            throw new ArgumentException(
                $"expected {string.Join(" or ", dimensions.ToArray().Select(d => d + "D"))} input, but got {input.ndim}D input.", nameof(input));
    }
}
