using TorchSharp;
using Workbench.DeadEnds;
using static TorchSharp.torch;

namespace Workbench.Tests.DeadEnds;

public class WorldModelTests
{
    [Fact]
    public void A_world_that_is_given_tokens_finds_its_states_and_rows()
    {
        var world = GateWorld.Draw(seed: 11, horizon: 6);
        var texts = world.Policy.Sample(50, new Random(1));
        var tokens = torch.tensor(texts.SelectMany(GateWorld.WithPrompt).ToArray()).reshape(50, 7);
        Assert.Equal(texts.Select(text => (long)text.States[^1]), WorldModel.States(world, tokens, Start).data<long>().ToArray());
        var rows = WorldModel.Of(world, Start)(tokens.narrow(1, 0, 4));
        for (var i = 0; i < 50; i++)
            Assert.Equal(world.Row(texts[i].States[3]), rows[i].data<double>().ToArray());
        Assert.Contains("[0, 31]", Assert.Throws<ArgumentException>(() => WorldModel.States(world, tokens + 30, Start)).Message);
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => WorldModel.States(world, tokens.to_type(ScalarType.Float32), Start)).Message);
    }

    [Fact]
    public void Texts_written_token_by_token_under_exact_values_have_the_exact_rate()
    {
        var world = GateWorld.Draw(seed: 12);
        var q = TokenValues.Exact(world.Policy);
        var tables = Enumerable.Range(0, 20).Select(t => torch.tensor(Enumerable.Range(0, 64 * 32).Select(i => q[t, i / 32, i % 32]).ToArray()).reshape(64, 32)).ToArray();
        Tensor Values(Tensor tokens) => tables[tokens.shape[1] - 1].index_select(0, WorldModel.States(world, tokens, Start));
        var prompts = torch.arange(32, dtype: ScalarType.Int64).repeat(125).unsqueeze(1);
        var texts = RectifiedDecoding.Sample(WorldModel.Of(world, Start), prompts, 20, new Generator(4), Values, 0.1);
        var risks = WorldModel.States(world, texts, Start).data<long>().ToArray().Select(state => world.Risk[state]).ToArray();
        var exact = TextOutcome.Of(Rectification.Apply(world.Policy, q, 0.1), world).UndesiredRate;
        // 4000 texts whose risk is 0.03 or 0.85: a standard error of 0.0065 at most.
        Assert.InRange(risks.Average(), exact - 0.02, exact + 0.02);
        Assert.True(exact < TextOutcome.Of(world.Policy).UndesiredRate - 0.03);
    }

    [Fact]
    public void Filtered_tokens_are_never_written_and_the_others_keep_their_proportions()
    {
        var model = RectifiedDecoding.Without(tokens => torch.tensor(new[] { 0.5, 0.3, 0.2 }).expand(tokens.shape[0], 3), [0]);
        var p = model(torch.zeros([2, 1], ScalarType.Int64))[1].data<double>().ToArray();
        Assert.Equal([0, 0.6, 0.4], p.Select(v => Math.Round(v, 12)));
        Assert.Contains("[0, 2]", Assert.Throws<ArgumentException>(() =>
            RectifiedDecoding.Without(_ => torch.ones(1, 3), [3])(torch.zeros([1, 1], ScalarType.Int64))).Message);
    }

    [Fact]
    public void A_bigram_world_counts_pairs_and_marked_tokens()
    {
        // 0 1 0 2 | 0: after 0 come 1, 2; after 1 and 2 comes 0.
        var world = BigramWorld.Of([0, 1, 0, 2], 3, marked: [1], most: 2, risk: count => count / 4.0, horizon: 4);
        Assert.Equal([0, 0.5, 0.5], world.Row(0));
        Assert.Equal([1, 0, 0], world.Row(3 + 1));
        Assert.Equal([0.5, 0.25, 0.25, 0, 0, 0, 0, 0, 0], world.Start);
        Assert.Equal(3 + 1, world.Next[0, 1]);
        Assert.Equal(6 + 1, world.Next[6, 1]);
        Assert.Equal(3 + 2, world.Next[3, 2]);
        // Four tokens have two choices between 1 and 2 from 0; from 1 or 2 they have two as well: the count is binomial.
        Assert.Equal((0.5 * 0.25) + (0.25 * 0.5), TextOutcome.Of(world.Policy).UndesiredRate, 12);
        Assert.Contains("Token 2 does not occur", Assert.Throws<ArgumentException>(() => BigramWorld.Of([0, 1], 3, [1], 2, _ => 0, 4)).Message);
        Assert.Contains("token 1 is 3", Assert.Throws<ArgumentException>(() => BigramWorld.Of([0, 3], 3, [1], 2, _ => 0, 4)).Message);
        Assert.Contains("got 5", Assert.Throws<ArgumentException>(() => BigramWorld.Of([0, 1, 2], 3, [5], 2, _ => 0, 4)).Message);
    }

    private static int Start(int prompt) => GateWorld.State(risky: false, prompt);
}
