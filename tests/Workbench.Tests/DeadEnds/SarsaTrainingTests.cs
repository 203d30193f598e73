using TorchSharp;
using Workbench.DeadEnds;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.DeadEnds;

public class SarsaTrainingTests
{
    /// <summary>Two tokens; token 1 is a gate through which a text ends undesired with probability 0.8, else 0.1.</summary>
    private static readonly TokenWorld World = new(
        new[,] { { 0.7, 0.3 }, { 0.5, 0.5 } }, new[,] { { 0, 1 }, { 1, 1 } }, [0.1, 0.8], [1, 0], horizon: 3);

    [Fact]
    public void A_trained_network_finds_the_values_of_dynamic_programming()
    {
        var texts = World.Policy.Sample(6000, new Random(4));
        var tokens = torch.tensor(texts.SelectMany(t => t.Tokens.Select(a => (long)a).Prepend(0)).ToArray()).reshape(-1, 4);
        var undesired = torch.tensor(texts.Select(t => t.Undesired ? 1f : 0f).ToArray());
        var network = new RiskNetwork(2, 12, seed: 1);
        var options = new SarsaOptions { Seed = 2, BatchSize = 128, Optimizer = p => optim.Adam(p, 5e-3), LearningRate = LearningRates.RampThenLinear(5e-3, 10) };
        SarsaTraining.Train(network, tokens, undesired, 500, options);
        var exact = TokenValues.Exact(World.Policy);
        foreach (var prefix in new[] { new long[] { 0 }, [0, 0], [0, 1], [0, 0, 0], [0, 0, 1], [0, 1, 0] })
        {
            var found = network.NextValues(torch.tensor(prefix).unsqueeze(0))[0].data<float>().ToArray();
            var state = prefix.Contains(1) ? 1 : 0;
            for (var a = 0; a < 2; a++)
                Assert.Equal(exact[prefix.Length - 1, state, a], found[a], 0.05);
        }
    }

    [Fact]
    public void The_goals_are_the_next_value_clipped_and_at_the_end_the_label()
    {
        var network = new RiskNetwork(2, 3, seed: 0);
        var target = network.NewHead();
        using (torch.no_grad())
        {
            // Heads without weights: every value of the network is 0.5, of the target (−0.4, 3) by token.
            foreach (var head in new[] { network.Head, target })
                foreach (var parameter in head.parameters())
                    parameter.zero_();
            network.Head.parameters().Last().fill_(0.5);
            target.parameters().Last().copy_(torch.tensor(new[] { -0.4f, 3f }));
        }

        var loss = SarsaTraining.Loss(network, target, torch.tensor(new[] { 1L, 1L, 0L, 1L }).reshape(1, 4), torch.ones(1), 0.5);
        // Tokens 1, 0, 1: goals 0.5 · −0.4, clip(0.5 · 3) = 0 and −1.
        Assert.Equal(((0.7 * 0.7) + (0.5 * 0.5) + (1.5 * 1.5)) / 3, loss.to_type(ScalarType.Float64).item<double>(), 6);
        // With a prompt of two tokens the first of these is given and not valued.
        var prompted = SarsaTraining.Loss(network, target, torch.tensor(new[] { 1L, 1L, 0L, 1L }).reshape(1, 4), torch.ones(1), 0.5, prompt: 2);
        Assert.Equal(((0.5 * 0.5) + (1.5 * 1.5)) / 2, prompted.to_type(ScalarType.Float64).item<double>(), 6);
    }

    [Fact]
    public void Values_belong_to_what_is_written_before_the_token_however_long_the_prompt()
    {
        var network = new RiskNetwork(5, 4, seed: 3);
        var target = network.NewHead();
        var text = torch.tensor(new[] { 0L, 3L, 1L, 4L }).reshape(1, 4);
        double Value(int prefix, long token) => network.call(text.narrow(1, 0, prefix))[0, prefix - 1, token].item<float>();
        double Later(int prefix, long token) => target.call(network.States(text.narrow(1, 0, prefix)))[0, prefix - 1, token].clamp(-1, 0).item<float>();
        foreach (var prompt in new[] { 1, 2, 3 })
        {
            var expected = Enumerable.Range(prompt, 4 - prompt).Average(t =>
                Math.Pow(Value(t, text[0, t].item<long>()) - (t == 3 ? -1 : Later(t + 1, text[0, t + 1].item<long>())), 2));
            Assert.Equal(expected, SarsaTraining.Loss(network, target, text, torch.ones(1), 1, prompt).item<float>(), 5);
        }
    }

    [Fact]
    public void Risks_of_written_tokens_are_their_values_one_by_one()
    {
        var network = new RiskNetwork(5, 4, seed: 3);
        using (torch.no_grad()) network.Head.parameters().Last().fill_(-0.5);
        var texts = torch.tensor(new[] { 0L, 3L, 1L, 4L, 2L, 2L, 0L, 1L }).reshape(2, 4);
        var risks = network.Risks(texts, prompt: 2);
        Assert.Equal([2L, 2], risks.shape);
        for (var t = 0; t < 2; t++)
        {
            var values = network.NextValues(texts.narrow(1, 0, 2 + t));
            for (var i = 0; i < 2; i++)
                Assert.Equal(-values[i, texts[i, 2 + t].item<long>()].item<float>(), risks[i, t].item<float>(), 5);
        }

        Assert.Contains("[texts, 4 + H]", Assert.Throws<ArgumentException>(() => network.Risks(texts, prompt: 4)).Message);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var network = new RiskNetwork(2, 3, seed: 0);
        Assert.Contains("as many labels", Assert.Throws<ArgumentException>(() =>
            SarsaTraining.Train(network, torch.zeros([4, 3], ScalarType.Int64), torch.zeros(5), 1, new SarsaOptions { Seed = 0 })).Message);
        Assert.Throws<ArgumentException>(() =>
            SarsaTraining.Train(network, torch.zeros([4, 3], ScalarType.Int64), torch.zeros(4), 1, new SarsaOptions { Seed = 0, Polyak = 0 }));
        Assert.Contains("[texts, 3 + H]", Assert.Throws<ArgumentException>(() =>
            SarsaTraining.Train(network, torch.zeros([4, 3], ScalarType.Int64), torch.zeros(4), 1, new SarsaOptions { Seed = 0, PromptLength = 3 })).Message);
        var options = new SarsaOptions { Seed = 0 };
        void Says(string part, Tensor texts, Tensor labels) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(() => SarsaTraining.Train(network, texts, labels, 1, options)).Message);
        Says("int64", torch.zeros(4, 3), torch.zeros(4));
        Says("[0, 1]; they lie in [0, 2]", torch.tensor(new[] { 0L, 2L }).reshape(1, 2), torch.zeros(1));
        Says("labels in [0, 1]; got Float32 in [-1, 0]", torch.zeros([2, 3], ScalarType.Int64), torch.tensor(new[] { -1f, 0f }));
        Says("float32 labels", torch.zeros([2, 3], ScalarType.Int64), torch.zeros([2], ScalarType.Int64));
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentException>(() => network.Risks(torch.full([1, 2], 5L))).Message);
        Assert.Throws<ArgumentException>(() => network.call(torch.zeros(2, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RiskNetwork(1, 3, 0));
    }
}
