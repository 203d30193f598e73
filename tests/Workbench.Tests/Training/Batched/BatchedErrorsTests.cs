using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Tests.Training.Batched;

public class BatchedErrorsTests
{
    [Fact]
    public void No_network_and_the_same_network_twice_are_refused()
    {
        Assert.Equal("modules", Assert.Throws<ArgumentException>(() => BatchedModule.Of([])).ParamName);
        var one = Linear(2, 2);
        Assert.Contains("same one twice", Assert.Throws<ArgumentException>(() => BatchedModule.Of([one, one])).Message);
        Assert.Contains("got 1", Assert.Throws<ArgumentException>(() => BatchedModule.Of([one, Linear(2, 2)], [new Generator(0)])).Message);
    }

    [Fact]
    public void Networks_that_differ_are_refused_with_the_place_and_both_sides()
    {
        string Refused(nn.Module a, nn.Module b) => Assert.Throws<ArgumentException>(() => BatchedModule.Of([a, b])).Message;

        Assert.Contains("'_layers.0' (Linear) has out_features = 8 in network 0 and 16 in network 1", Refused(new VelocityMlp(2, 0, width: 8), new VelocityMlp(2, 1, width: 16)));
        Assert.Contains("'1' is ReLU in network 0 and SiLU in network 1", Refused(Sequential(Linear(2, 2), ReLU()), Sequential(Linear(2, 2), SiLU())));
        Assert.Contains("holds (0) in network 0 and (0, 1) in network 1", Refused(Sequential(ReLU()), Sequential(ReLU(), ReLU())));
        Assert.Contains("stride = [1, 1] in network 0 and [2, 2]", Refused(Conv2d(1, 1, 3), Conv2d(1, 1, 3, stride: 2)));
        Assert.Contains("p = 0.1 in network 0 and 0.2", Refused(Sequential(Dropout(0.1)), Sequential(Dropout(0.2))));
        Assert.Contains("'bias' is missing in network 1", Refused(Linear(2, 2), Linear(2, 2, hasBias: false)));
        Assert.Contains("'weight' is Float32 [2, 2] on cpu in network 0 and Float64", Refused(Linear(2, 2), Linear(2, 2, dtype: ScalarType.Float64)));
        var frozen = Linear(2, 2);
        frozen.weight.requires_grad = false;
        Assert.Contains("'weight' is trained in some networks", Refused(Linear(2, 2), frozen));
    }

    [Fact]
    public void A_module_without_a_rule_is_named_with_the_line_that_adds_one()
    {
        var error = Assert.Throws<NotSupportedException>(() => BatchedModule.Of([Sequential(Linear(2, 2), new Scale()), Sequential(Linear(2, 2), new Scale())]));
        Assert.Contains("'Scale' at '1' has no batch rule", error.Message);
        Assert.Contains("BatchRules.PerSample<Scale>()", error.Message);
        Assert.Contains("BatchRules.Add<Scale>((layer, stacked) => x => …)", error.Message);

        BatchRules.PerSample<ScaleDeclared>();
        Assert.Contains("parameters of its own (factor)", Assert.Throws<NotSupportedException>(() => BatchedModule.Of([new ScaleDeclared()])).Message);
        Assert.Contains("pads with Circular", Assert.Throws<NotSupportedException>(() => BatchedModule.Of([Conv2d(1, 1, 3, padding_mode: PaddingModes.Circular)])).Message);
    }

    [Fact]
    public void A_rule_of_ones_own_is_one_line()
    {
        BatchRules.Add<RMSNorm>((layer, stacked) => x => functional.rms_norm(x, layer.normalized_shape, eps: layer.eps) * stacked.Trailing("weight", x.dim())!);
        using var scope = torch.NewDisposeScope();
        var norms = new[] { 1.0, 2.0 }.Select(scale =>
        {
            var norm = Sequential(nn.RMSNorm(4, 1e-6));
            using var noGrad = torch.no_grad();
            foreach (var weight in norm.parameters()) weight.fill_(scale);
            return norm;
        }).ToList();
        using var batched = BatchedModule.Of(norms);
        var x = torch.randn(2, 3, 4);
        var outputs = batched.call(x);
        for (var k = 0; k < 2; k++) Assert.True(outputs[k].allclose(norms[k].call(x[k])));
    }

    [Fact]
    public void A_forward_that_mixes_samples_or_passes_its_layers_by_is_found_at_the_first_pass()
    {
        BatchRules.PerSample<Mixing>();
        BatchRules.PerSample<Shrinking>();
        using var mixing = BatchedModule.Of([new Mixing(), new Mixing()]);
        Assert.Contains("treat every sample by itself", Assert.Throws<InvalidOperationException>(() => mixing.call(torch.randn(2, 5, 3))).Message);
        using var shrinking = BatchedModule.Of([new Shrinking(), new Shrinking()]);
        Assert.Contains("keeps the batch as its first dimension", Assert.Throws<InvalidOperationException>(() => shrinking.call(torch.randn(2, 5, 3))).Message);
        using var unchecked_ = BatchedModule.Of([new Mixing(), new Mixing()], check: false);
        Assert.Equal([2L, 5L, 3L], unchecked_.call(torch.randn(2, 5, 3)).shape);
    }

    [Fact]
    public void Inputs_of_another_shape_or_number_are_refused()
    {
        using var batched = BatchedModule.Of([new VelocityMlp(2, 0), new VelocityMlp(2, 1)]);
        Assert.Contains("Expected inputs [2, batch, …]", Assert.Throws<ArgumentException>(() => batched.call(torch.randn(3, 5, 2), torch.rand(3, 5))).Message);
        Assert.Contains("does not map 1 tensor", Assert.Throws<ArgumentException>(() => batched.call(torch.randn(2, 5, 2))).Message);
        Assert.Contains("got [2]", Assert.Throws<ArgumentException>(() => batched.call(torch.randn(2, 5, 2), torch.rand(2))).Message);
    }

    private class Scale : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter factor = nn.Parameter(torch.ones(1));

        public Scale()
            : base(nameof(Scale)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * factor;
    }

    private sealed class ScaleDeclared : Scale;

    private sealed class Mixing : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer = Linear(3, 3);

        public Mixing()
            : base(nameof(Mixing)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layer.call(input - input.mean([0], keepdim: true));
    }

    private sealed class Shrinking : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer = Linear(3, 3);

        public Shrinking()
            : base(nameof(Shrinking)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layer.call(input).sum(0);
    }
}
