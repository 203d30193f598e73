using TorchSharp;
using Workbench.DeadEnds;
using static TorchSharp.torch;

namespace Workbench.Tests.DeadEnds;

public class RectificationTests
{
    [Fact]
    public void The_projection_is_the_best_of_all_choices_of_capped_tokens()
    {
        var random = new Random(3);
        var binding = 0;
        for (var trial = 0; trial < 300; trial++)
        {
            var p = Distribution(random, 6);
            var caps = p.Select(_ => Math.Max(1e-3, Math.Pow(random.NextDouble(), 2))).ToArray();
            if (caps.Sum() < 1) continue;
            var best = BruteForce(p, caps);
            var row = Rectification.Project(p, caps);
            Assert.True(row.Feasible);
            for (var a = 0; a < 6; a++)
                Assert.Equal(best[a], row.Probabilities[a], 12);
            if (Rectification.Excess(p, caps) > 0) binding++;
        }

        Assert.True(binding > 100);
    }

    [Fact]
    public void Rounds_of_capping_converge_to_it_and_two_rounds_leave_excess()
    {
        double[] p = [0.7, 0.2, 0.05, 0.05];
        double[] caps = [0.3, 0.25, 0.1, 1];
        var exact = Rectification.Project(p, caps).Probabilities;
        Assert.Equal(0, Rectification.Excess(exact, caps), 15);
        Assert.Equal([0.3, 0.25, 0.1, 0.35], exact.Select(v => Math.Round(v, 12)));
        Assert.True(Rectification.Excess(Rectification.Rounds(p, caps), caps) > 0.05);
        var far = Rectification.Rounds(p, caps, rounds: 300);
        for (var a = 0; a < 4; a++)
            Assert.Equal(exact[a], far[a], 9);
    }

    [Fact]
    public void Without_risk_and_epsilon_nothing_changes_bit_for_bit()
    {
        var p = Distribution(new Random(1), 9);
        Assert.Equal(p, Rectification.Project(p, Rectification.Caps(new double[9], 0)).Probabilities);
        var policy = GateWorld.Draw(2).Policy;
        var values = new TokenValues([.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 64).Select(_ => new double[32]).ToArray())]);
        Assert.Equal(policy[7, 40], Rectification.Apply(policy, values, 0)[7, 40]);
    }

    [Fact]
    public void Caps_that_leave_no_room_are_passed_by_all_alike_and_said_so()
    {
        var row = Rectification.Project([0.5, 0.5, 0], [0.2, 0.3, 1]);
        Assert.False(row.Feasible);
        Assert.Equal([0.4, 0.6, 0], row.Probabilities.Select(v => Math.Round(v, 12)));
        Assert.Equal(1, row.Overshoot, 12);
    }

    [Fact]
    public void Tensors_are_projected_as_rows_are()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 200).Select(i =>
        {
            var p = Distribution(random, 8);
            if (i % 3 == 0) (p[1], p[2]) = (p[1] + p[2], 0);
            // Some rows are loose, some bind, some leave no room.
            return (p, caps: p.Select(_ => Math.Max(1e-7, random.NextDouble() * (i % 5 == 0 ? 0.1 : 1))).ToArray());
        }).ToArray();
        var projected = RectifiedDecoding.Project(Matrix(rows.Select(r => r.p)), Matrix(rows.Select(r => r.caps)));
        var infeasible = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var expected = Rectification.Project(rows[i].p, rows[i].caps);
            if (!expected.Feasible) infeasible++;
            var found = projected[i].data<double>().ToArray();
            for (var a = 0; a < 8; a++)
                Assert.Equal(expected.Probabilities[a], found[a], 10);
        }

        Assert.InRange(infeasible, 20, 150);
    }

    [Fact]
    public void Decoding_keeps_to_the_capped_probabilities()
    {
        var p = torch.tensor(new[] { 0.7f, 0.2f, 0.1f });
        var q = torch.tensor(new[] { -0.6f, 0f, -1f });
        var texts = RectifiedDecoding.Sample(
            tokens => p.expand(tokens.shape[0], 3), torch.zeros([20_000, 1], ScalarType.Int64), 1, new Generator(1), tokens => q.expand(tokens.shape[0], 3), 0.1);
        var share = Enumerable.Range(0, 3).Select(a => texts.select(1, 1).eq(a).to_type(ScalarType.Float64).mean().item<double>()).ToArray();
        // cap = 0.3, 0.9, 1e-7; three standard errors of 20,000 draws are 0.01.
        Assert.Equal(0.3, share[0], 0.01);
        Assert.Equal(0.7, share[1], 0.01);
        Assert.Equal(0, share[2]);
    }

    [Fact]
    public void Texts_written_in_parts_are_as_many_and_end_where_the_prompts_began()
    {
        var prompts = torch.arange(7, dtype: ScalarType.Int64).unsqueeze(1);
        var texts = RectifiedDecoding.Sample(tokens => torch.ones(tokens.shape[0], 3), prompts, 2, new Generator(1), batchSize: 3);
        Assert.Equal([7L, 3], texts.shape);
        Assert.Equal(prompts.squeeze(1).data<long>().ToArray(), texts.select(1, 0).data<long>().ToArray());
    }

    [Fact]
    public void What_is_out_of_range_is_named()
    {
        Assert.Contains("token 1", Assert.Throws<ArgumentOutOfRangeException>(() => Rectification.Caps([0, 0.5], 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rectification.Caps([0], 1.5));
        Assert.Contains("sum to 0.5", Assert.Throws<ArgumentException>(() => Rectification.Project([0.5], [1])).Message);
        Assert.Contains("2 caps", Assert.Throws<ArgumentException>(() => Rectification.Project([1], [1, 1])).Message);
        Assert.Throws<ArgumentException>(() => Rectification.Project([1], [0]));
        Assert.Throws<ArgumentException>(() => RectifiedDecoding.Project(torch.zeros(2, 3), torch.zeros(2, 4)));
        Assert.Throws<ArgumentException>(() => RectifiedDecoding.Sample(t => t, torch.zeros(2, 3), 1, new Generator(0)));
        var prompts = torch.zeros([2, 1], ScalarType.Int64);
        Assert.Contains("Expected probabilities [2, vocabulary]; got [1, 3]", Assert.Throws<ArgumentException>(() =>
            RectifiedDecoding.Sample(_ => torch.ones(1, 3), prompts, 1, new Generator(0))).Message);
        Assert.Contains("Expected values [2, 3]", Assert.Throws<ArgumentException>(() =>
            RectifiedDecoding.Sample(_ => torch.ones(2, 3), prompts, 1, new Generator(0), _ => torch.zeros(2, 4))).Message);
        Assert.Contains("least is -0.5", Assert.Throws<ArgumentException>(() => Rectification.Project([-0.5, 1.5], [1, 1])).Message);
    }

    /// <summary>Every set of capped tokens is tried: the rest shares what is left in proportion; the feasible choice of least divergence wins.</summary>
    private static double[] BruteForce(double[] p, double[] caps)
    {
        double[]? best = null;
        var least = double.PositiveInfinity;
        for (var set = 0; set < 1 << p.Length; set++)
        {
            bool Capped(int a) => (set >> a & 1) == 1;
            var left = 1 - Enumerable.Range(0, p.Length).Where(Capped).Sum(a => caps[a]);
            var free = Enumerable.Range(0, p.Length).Where(a => !Capped(a)).Sum(a => p[a]);
            if (left < 0 || (free == 0 && left > 1e-12)) continue;
            var row = Enumerable.Range(0, p.Length).Select(a => Capped(a) ? caps[a] : left / free * p[a]).ToArray();
            if (row.Zip(caps).Any(pair => pair.First > pair.Second + 1e-12)) continue;
            var divergence = row.Zip(p).Sum(pair => pair.First > 0 ? pair.First * Math.Log(pair.First / pair.Second) : 0);
            if (divergence < least) (least, best) = (divergence, row);
        }

        return best!;
    }

    private static double[] Distribution(Random random, int n)
    {
        var weights = Enumerable.Range(0, n).Select(_ => Math.Pow(random.NextDouble(), 3) + 1e-4).ToArray();
        var sum = weights.Sum();
        var p = weights.Select(w => w / sum).ToArray();
        p[0] += 1 - p.Sum();
        return p;
    }

    private static Tensor Matrix(IEnumerable<double[]> rows) => torch.stack([.. rows.Select(row => torch.tensor(row))]);
}
