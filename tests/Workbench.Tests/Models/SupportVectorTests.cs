using System.Text.Json;
using TorchSharp;
using Workbench.Models;
using Workbench.Papers;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>Against the optimum of the dual quadratic programme on 20 points, tests/golden/recurrent.json (made by recurrent.py beside it).</summary>
public class SupportVectorTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Repository.Root(), "tests", "golden", "recurrent.json"))).RootElement.GetProperty("svm");

    private static Tensor Points => Matrix(Golden.GetProperty("points"));

    private static Tensor Labels => torch.tensor(Golden.GetProperty("labels").EnumerateArray().Select(v => v.GetInt64()).ToArray());

    private static double C => Golden.GetProperty("c").GetDouble();

    [Fact]
    public void At_the_optimum_of_the_quadratic_programme_the_loss_has_its_value_and_no_gradient()
    {
        var w = Matrix(Golden.GetProperty("weight")).requires_grad_();
        var b = Vector(Golden.GetProperty("bias")).requires_grad_();
        var loss = Loss(w, b);
        Assert.Equal(Golden.GetProperty("value").GetDouble(), loss.item<double>(), 10);
        loss.backward();
        Assert.True(w.grad!.abs().max().item<double>() < 1e-10);
        Assert.True(b.grad!.abs().max().item<double>() < 1e-10);
    }

    [Fact]
    public void Descending_from_zero_arrives_at_that_optimum()
    {
        var w = torch.zeros([2, 3], ScalarType.Float64).requires_grad_();
        var b = torch.zeros(2, ScalarType.Float64).requires_grad_();
        for (var i = 0; i < 600; i++)
        {
            using var scope = torch.NewDisposeScope();
            var gradients = torch.autograd.grad([Loss(w, b)], [w, b]);
            using var noGrad = torch.no_grad();
            w.sub_(gradients[0] * 0.02);
            b.sub_(gradients[1] * 0.02);
        }

        Assert.True((w - Matrix(Golden.GetProperty("weight"))).abs().max().item<double>() < 1e-6);
        Assert.True((b - Vector(Golden.GetProperty("bias"))).abs().max().item<double>() < 1e-6);
    }

    [Fact]
    public void At_outputs_of_a_tenth_value_and_gradient_are_those_by_hand()
    {
        var outputs = torch.full([256, 2], 0.1, ScalarType.Float64).requires_grad_();
        var targets = HingeLoss.Targets(torch.ones(256, ScalarType.Int64), 2).to_type(ScalarType.Float64);
        var loss = HingeLoss.Squared(torch.zeros(2, 4, ScalarType.Float64), outputs, targets);
        // 0.5 · 256 · (0.9² + 1.1²)
        Assert.Equal(258.56, loss.item<double>(), 9);
        loss.backward();
        Assert.Equal(1.1, outputs.grad![0, 0].item<double>(), 12);
        Assert.Equal(-0.9, outputs.grad![0, 1].item<double>(), 12);
        Assert.Equal(0.5 * 256 * (0.9 + 1.1), HingeLoss.Linear(torch.zeros(2, 4, ScalarType.Float64), outputs, targets).item<double>(), 9);
    }

    [Fact]
    public void Met_margins_leave_half_the_squared_weights()
    {
        var w = torch.tensor(new[] { 3.0, 4.0 }).reshape(1, 2);
        var targets = HingeLoss.Targets(torch.tensor(new[] { 0L, 1L }), 2);
        Assert.Equal(12.5, HingeLoss.Squared(w, targets * 1.5, targets, c: 50).to_type(ScalarType.Float64).item<double>(), 12);
        Assert.Equal([1f, -1f, -1f, 1f], targets.flatten().data<float>().ToArray());
    }

    [Fact]
    public void Signs_decide_before_sizes_and_ties_fall_to_the_first_class()
    {
        var outputs = torch.tensor(new[] { 0.2f, 0.9f, -0.9f, -0.2f, -0.1f, 0.1f, 0.1f, -0.1f }).reshape(4, 2);
        Assert.Equal([0L, 0L, 1L, 0L], HingeLoss.SignPrediction(outputs).data<long>().ToArray());
    }

    [Fact]
    public void The_head_starts_as_the_paper_says()
    {
        var head = new SupportVectorHead(256, 2, seed: 1);
        Assert.True(head.Bias.eq(0.1f).all().item<bool>());
        Assert.InRange(head.Weight.to_type(ScalarType.Float64).std().item<double>(), 0.009, 0.011);
        Assert.Equal([5L, 2L], head.call(torch.zeros(5, 256)).shape);
        Assert.Equal(0.1f, head.call(torch.zeros(5, 256))[0, 0].item<float>());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var w = torch.zeros(2, 2);
        Assert.Contains("[4, 2]", Assert.Throws<ArgumentException>(() => HingeLoss.Squared(w, torch.zeros(4, 2), torch.zeros(4))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => HingeLoss.Squared(w, torch.zeros(4, 2), torch.zeros(4, 2), c: 0));
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => HingeLoss.Targets(torch.zeros(4), 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SupportVectorHead(3, 1, 0));
    }

    private static Tensor Loss(Tensor w, Tensor b)
    {
        var targets = HingeLoss.Targets(Labels, 2).to_type(ScalarType.Float64);
        return HingeLoss.Squared(w, nn.functional.linear(Points, w, b), targets, C);
    }

    private static Tensor Vector(JsonElement numbers) => torch.tensor(numbers.EnumerateArray().Select(v => v.GetDouble()).ToArray());

    private static Tensor Matrix(JsonElement rows) => torch.stack([.. rows.EnumerateArray().Select(Vector)]);
}
