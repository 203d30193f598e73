using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Every factory of torch.nn and torch.nn.init has golden values, or a reason why not.</summary>
public class CompletenessTests
{
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["Parameter"] = "no module",
        ["Sequential"] = "a container; see ModuleTests",
        ["ModuleList"] = "a container; see ModuleTests",
        ["ModuleDict"] = "a container; see ModuleTests",
        ["ParameterList"] = "a container; see ModuleTests",
        ["ParameterDict"] = "a container; see ModuleTests",
        ["RMSNorm"] = "PyTorch has it from 2.4 on; see RMSNormTests",
        ["Embedding_from_pretrained"] = "takes the weight given; see below",
        ["EmbeddingBag_from_pretrained"] = "takes the weight given; see below",
    };

    [Fact]
    public void No_module_is_left_out()
    {
        var drawn = Reference.File("nn.json").GetProperty("draws").EnumerateObject().Select(d => d.Name);
        var covered = GoldenCase.All.Keys.Concat(drawn).Select(name => name.Split('.')[0]).Concat(Reasons.Keys).ToHashSet();
        Assert.Equal([], Names(typeof(nn)).Except(covered).Order());
        Assert.Equal([], Reasons.Keys.Except(Names(typeof(nn))).Order());
        Assert.Equal([], GoldenModules.All.Keys.Except(GoldenCase.All.Keys).Order());
    }

    [Fact]
    public void No_initialisation_is_left_out()
    {
        string[] elsewhere = ["calculate_gain", "CalculateFanInAndFanOut", "glorot_uniform_", "glorot_normal_", "ones_", "zeros_"];
        var drawn = Reference.File("nn.json").GetProperty("draws").EnumerateObject().Select(d => d.Name.Split('.')[0]);
        Assert.Equal([], Names(typeof(nn.init)).Except(drawn).Except(elsewhere).Order());
    }

    [Fact]
    public void Gains_fans_and_other_names_are_those_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(5.0 / 3, nn.init.calculate_gain(nn.init.NonlinearityType.Tanh));
        Assert.Equal(Math.Sqrt(2), nn.init.calculate_gain(nn.init.NonlinearityType.ReLU));
        Assert.Equal(Math.Sqrt(2 / 1.04), nn.init.calculate_gain(nn.init.NonlinearityType.LeakyReLU, 0.2));
        Assert.Equal(1, nn.init.calculate_gain(nn.init.NonlinearityType.Sigmoid));
        Assert.Equal((4L * 6, 3L * 6), nn.init.CalculateFanInAndFanOut(empty(3, 4, 2, 3)));
        Assert.True(nn.init.ones_(empty(2)).Equals(ones(2)) && nn.init.zeros_(empty(2)).Equals(zeros(2)));
        manual_seed(1);
        var (uniform, normal) = (nn.init.xavier_uniform_(empty(3, 4)), nn.init.xavier_normal_(empty(3, 4)));
        manual_seed(1);
        Assert.True(nn.init.glorot_uniform_(empty(3, 4)).Equals(uniform) && nn.init.glorot_normal_(empty(3, 4)).Equals(normal));
    }

    [Fact]
    public void Pretrained_embeddings_hold_the_weight_given()
    {
        using var scope = NewDisposeScope();
        var weight = arange(12, dtype: float32).reshape(4, 3);
        var embedding = nn.Embedding_from_pretrained(weight.clone());
        Assert.False(embedding.weight!.requires_grad);
        Assert.True(embedding.call(tensor(new long[] { 2, 0 })).Equals(weight[tensor(new long[] { 2, 0 })]));
        var bag = nn.EmbeddingBag_from_pretrained(weight.clone(), freeze: false, mode: EmbeddingBagMode.Sum);
        Assert.True(bag.weight!.requires_grad);
        Assert.True(bag.call(tensor(new long[,] { { 1, 3 } })).Equals(weight[1..2] + weight[3..4]));
        Assert.Contains("2-dimensional", Assert.Throws<ArgumentException>(() => nn.Embedding_from_pretrained(ones(3))).Message);
    }

    private static string[] Names(Type type) => [.. type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Select(method => method.Name).Distinct()];
}
