using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>What every distribution has from its base, on families that a user might write.</summary>
public class DistributionBaseTests
{
    /// <summary>A fixed value, of event shape [2].</summary>
    private sealed class Point(Tensor value, Generator? generator = null) : Distribution(generator, value.shape[..^1], value.shape[^1..])
    {
        public override Tensor mean => value;
        public override Tensor variance => zeros_like(value) + 9;
        public override Tensor rsample(params long[] sample_shape) => value.expand(ExtendedShape(sample_shape)) * 1;
        public override Tensor log_prob(Tensor at) => (at == value).all(-1).log();
        public override Tensor entropy() => full(batch_shape.Shape, Math.Log(3));
        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Point(value.expand((batch_shape + event_shape).Shape));
        public Tensor Probs(Tensor logits, bool binary) => LogitsToProbs(logits, binary);
        public Tensor Logits(Tensor probs, bool binary) => ProbsToLogits(probs, binary);
        public Tensor Clamped(Tensor x) => ClampByZero(x);
    }

    /// <summary>The exponential distribution in its natural parameter, for the entropy that follows from the log normaliser.</summary>
    private sealed class Exponential(Tensor rate) : ExponentialFamily(null)
    {
        public override Tensor mean => rate.reciprocal();
        public override Tensor variance => rate.pow(-2);
        public override Tensor rsample(params long[] sample_shape) => throw new NotSupportedException();
        public override Tensor log_prob(Tensor value) => rate.log() - rate * value;
        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Exponential(rate.expand(batch_shape.Shape));
        protected override IList<Tensor> NaturalParams => [-rate];
        protected override Tensor MeanCarrierMeasure => zeros_like(rate);
        protected override Tensor LogNormalizer(params Tensor[] parameters) => -(-parameters[0]).log();
    }

    private static readonly Tensor Value = tensor(new[,] { { 1.0, 2 }, { 3, 4 }, { 5, 6 } }).DetachFromDisposeScope();

    [Fact]
    public void Samples_have_the_shape_of_the_sample_the_batch_and_the_event()
    {
        var d = new Point(Value);
        Assert.Equal((new Size(3), new Size(2)), (d.batch_shape, d.event_shape));
        Assert.Equal([3, 2], d.sample().shape);
        Assert.Equal([5, 3, 2], d.sample(5).shape);
        Assert.Equal([5, 4, 3, 2], d.sample(5, 4).shape);
        Assert.Equal([5, 4, 3, 2], d.rsample(new Size((5, 4))).shape);
        Assert.Equal([5, 4, 3, 2], d.sample(((Size)(5, 4))).shape);
        Assert.Equal([7, 3, 2], d.expand((7L, 3L)).sample().shape);
    }

    [Fact]
    public void A_gradient_flows_through_rsample_only()
    {
        var d = new Point(Value.clone().requires_grad_());
        Assert.True(d.rsample(2).requires_grad);
        Assert.False(d.sample(2).requires_grad);
    }

    [Fact]
    public void Standard_deviation_and_perplexity_follow_from_variance_and_entropy()
    {
        var d = new Point(Value);
        Assert.True((d.stddev == 3).all().item<bool>());
        Assert.True(d.perplexity().allclose(full(3, 3.0)));
    }

    [Fact]
    public void What_has_no_closed_form_says_so()
    {
        var d = new Point(Value);
        Action[] missing = [() => _ = d.mode, () => d.cdf(Value), () => d.icdf(Value), () => d.enumerate_support()];
        Assert.All(missing, call => Assert.Contains("Point has no", Assert.Throws<NotImplementedException>(call).Message));
    }

    [Fact]
    public void Probabilities_and_logits_are_each_others_inverse()
    {
        var d = new Point(Value);
        var p = tensor(new[] { 0.2, 0.3, 0.5 });
        Assert.True(d.Probs(d.Logits(p, true), true).allclose(p));
        Assert.True(d.Probs(d.Logits(p, false), false).allclose(p));
        Assert.True(d.Logits(tensor(new[] { 0.0, 1.0 }), true).isfinite().all().item<bool>());
    }

    [Fact]
    public void Clamping_at_zero_has_half_the_gradient_there()
    {
        var d = new Point(Value);
        var x = tensor(new[] { -1.0, 0, 2 }).requires_grad_();
        var y = d.Clamped(x);
        Assert.True(y.Equals(tensor(new[] { 0.0, 0, 2 })));
        var slope = autograd.grad([y.sum()], [x])[0];
        // Each one-sided clamp lets the gradient through at the edge, in libtorch as in PyTorch.
        Assert.Equal([0.0, 0.5, 1.0], slope.data<double>().ToArray());
    }

    [Fact]
    public void Entropy_and_divergence_follow_from_the_log_normaliser()
    {
        var (p, q) = (tensor(new[] { 0.5, 2, 3 }), tensor(new[] { 1.0, 2, 0.7 }));
        Assert.True(new Exponential(p).entropy().allclose(1 - p.log()));
        Assert.True(new Exponential(p).DivergenceTo(new Exponential(q)).allclose((p / q).log() + q / p - 1));
        using (no_grad()) Assert.True(new Exponential(p).entropy().allclose(1 - p.log()));
    }

    [Fact]
    public void A_generator_belongs_to_its_caller()
    {
        using var generator = new Generator(1);
        new Point(Value, generator).Dispose();
        Assert.Equal(1, generator.initial_seed());
    }
}
