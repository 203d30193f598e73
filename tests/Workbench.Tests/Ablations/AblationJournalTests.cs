using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using Workbench.Ablations;
using Workbench.Papers;

namespace Workbench.Tests.Ablations;

/// <summary>What a journal keeps, what it drops, and which runs count as the same.</summary>
[Collection(AloneCollection.Name)]
public sealed class AblationJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbench-journal-").FullName;
    private int _runs;

    private string File => Path.Combine(_folder, "runs.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_line_reads_back_as_it_was_written_and_no_part_of_it_is_taken_for_one()
    {
        var values = ArbMap.Default.GeneratorFor<double>();
        var texts = ArbMap.Default.GeneratorFor<NonNull<string>>();
        var entries = from value in values
                      from reason in texts
                      from variant in texts
                      from cut in Gen.Choose(1, 1000)
                      select (new JournalEntry("k", variant.Get, 3, RunStatus.Diverged, reason.Get, [("x", value), ("y", double.NaN)], 1.25), cut);
        Prop.ForAll(entries.ToArbitrary(), test =>
        {
            var (entry, cut) = test;
            // Text that is no Unicode (half a pair) is kept as the replacement character.
            if (entry.Reason.Any(char.IsSurrogate) || entry.Variant.Any(char.IsSurrogate)) return;
            var line = entry.ToLine();
            Assert.DoesNotContain('\n', line);
            Assert.True(JournalEntry.TryParse(line, out var back));
            Assert.Equal(entry with { Measurements = [] }, back with { Measurements = [] });
            Assert.Equal(entry.Measurements.Select(m => BitConverter.DoubleToInt64Bits(m.Value)), back.Measurements.Select(m => BitConverter.DoubleToInt64Bits(m.Value)));
            Assert.False(JournalEntry.TryParse(line[..(cut % line.Length)], out _));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_second_ablation_takes_everything_from_the_journal_and_an_added_level_runs_alone()
    {
        var first = Plan().Measure(Counted);
        Assert.Equal(6, _runs);

        Assert.Equal(first.Content(), Plan().Measure(Counted).Content());
        Assert.Equal(6, _runs);
        Assert.Equal(first.Rows.Select(r => r.Seconds), Plan().Measure(Counted).Rows.Select(r => r.Seconds));

        Assert.Equal(8, Plan(1, 2, 3, 4).Measure(Counted).Rows.Count);
        Assert.Equal(8, _runs);
        Assert.Equal(12, Plan(1, 2, 3, 4).Seeds(3).Measure(Counted).Rows.Count);
        Assert.Equal(12, _runs);
    }

    [Fact]
    public void Claims_can_be_taken_while_others_tidy_up()
    {
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, process =>
        {
            var journal = new AblationJournal(File);
            var taken = 0;
            for (var attempt = 0; attempt < 4000 || taken == 0; attempt++)
            {
                if (journal.Claim($"run {process}") is { } claim)
                {
                    taken++;
                    claim.Done();
                }

                journal.Tidy();
            }
        });
        Assert.False(Directory.Exists(File + ".claims"));
    }

    [Fact]
    public void Another_version_protocol_or_name_is_another_run()
    {
        Plan().Measure(Counted);
        Plan().Version("2").Measure(Counted);
        Assert.Equal(12, _runs);
        Plan().Protocol(Protocol.Smoke).Measure(Counted);
        Assert.Equal(18, _runs);
        Plan().Named("other").Measure(Counted);
        Assert.Equal(24, _runs);
    }

    [Theory]
    [InlineData("", "cpu", true)]
    [InlineData("cuda", "cuda:1", true)]
    [InlineData("cuda:0", "cuda:1", true)]
    [InlineData("cpu", "cuda", false)]
    public void Which_of_several_gpus_it_is_on_makes_no_other_run(string before, string now, bool same)
    {
        var plan = Ablation.Vary("a", 1);
        string Key(string device) => new RunKeys("n", "quick", "1", 1, device).Key(FactorGrid.Combine(plan.Grids).Single(), 7, []);
        Assert.Equal(same, Key(before) == Key(now));
    }

    [Fact]
    public void Failed_runs_are_done_again_on_request()
    {
        var broken = true;
        AblationTable Measure(AblationPlan plan) => plan.Measure(run =>
        {
            _runs++;
            if (run["a"] == "2" && broken) throw new IOException("disk full");
            return 1.0;
        });

        Assert.Equal(2, Measure(Plan()).Rows.Count(r => r.Status == RunStatus.Failed));
        broken = false;
        Assert.Equal(2, Measure(Plan()).Rows.Count(r => r.Status == RunStatus.Failed));
        Assert.Equal(6, _runs);
        Assert.All(Measure(Plan().RetryFailed()).Rows, row => Assert.Equal(RunStatus.Ok, row.Status));
        Assert.Equal(8, _runs);
        Assert.All(Measure(Plan()).Rows, row => Assert.Equal(RunStatus.Ok, row.Status));
    }

    [Fact]
    public void A_torn_last_line_is_dropped_and_only_its_run_is_done_again()
    {
        var table = Plan().Measure(Counted);
        var text = System.IO.File.ReadAllText(File);
        System.IO.File.WriteAllText(File, text[..^20]);

        Assert.Equal(table.Content(), Plan().Measure(Counted).Content());
        Assert.Equal(7, _runs);
        Assert.All(System.IO.File.ReadAllLines(File), line => Assert.True(JournalEntry.TryParse(line, out _)));
        Assert.Equal(6, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void A_line_that_lacks_only_its_end_counts()
    {
        Plan().Measure(Counted);
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).TrimEnd('\n'));
        Plan(1, 2, 3, 4).Measure(Counted);

        Assert.Equal(8, System.IO.File.ReadAllLines(File).Count(line => JournalEntry.TryParse(line, out _)));
    }

    [Fact]
    public void A_damaged_line_in_the_middle_does_not_count()
    {
        var table = Plan().Measure(Counted);
        var lines = System.IO.File.ReadAllLines(File);
        lines[2] = lines[2].Replace("\"seed\":", "\"seed\": ", StringComparison.Ordinal);
        System.IO.File.WriteAllLines(File, lines);

        Assert.Equal(table.Content(), Plan().Measure(Counted).Content());
        Assert.Equal(7, _runs);
    }

    [Fact]
    public void A_claimed_run_is_left_to_who_has_it_until_he_gives_it_up()
    {
        var journal = new AblationJournal(File);
        var other = new AblationJournal(File);
        var claim = journal.Claim("key");
        Assert.NotNull(claim);
        Assert.Null(other.Claim("key"));
        Assert.NotNull(other.Claim("another"));

        claim.Dispose();
        var theirs = other.Claim("key");
        Assert.NotNull(theirs);
        other.Append(new("key", "v", 0, RunStatus.Ok, "", [("x", 1)], 0));
        theirs.Done();
        Assert.NotNull(journal.Find("key"));
    }

    [Fact]
    public void The_result_of_a_variant_depends_on_nothing_but_itself()
    {
        static double Draw(AblationRun run)
        {
            using var generator = run.Generator("data");
            using var x = torch.randn(1000, generator: generator);
            using var y = (x * run.Get<double>("a")).tanh().sum();
            return y.item<float>();
        }

        var all = Ablation.Vary("a", 1, 2, 3).Vary("b", "x", "y").Seeds(3).Quietly().Measure(Draw);
        var one = Ablation.Vary("b", "y").Vary("a", 2).Seeds([2]).Quietly().Measure(Draw);
        var backwards = Ablation.Vary("a", 3, 2, 1).Vary("b", "y", "x").Seeds([2, 1, 0]).Quietly().Parallel(2).Measure(Draw);
        var journaled = Ablation.Vary("a", 1, 2, 3).Vary("b", "x", "y").Seeds(3).Quietly().Journal(File).Measure(Draw);
        var resumed = Ablation.Vary("a", 1, 2, 3).Vary("b", "x", "y").Seeds(3).Quietly().Journal(File).Measure(Draw);

        Assert.Equal(all.Rows.Single(r => r["a"] == "2" && r["b"] == "y" && r.Seed == 2).Value("value"), one.Rows[0].Value("value"));
        Assert.Equal(all.Content().Order(), backwards.Content().Order());
        Assert.Equal(all.Content(), journaled.Content());
        Assert.Equal(all.Content(), resumed.Content());
        Assert.Equal(9, all.Rows.Select(r => r.Value("value")).Distinct().Count());
    }

    [Fact]
    public void Runs_one_by_one_find_the_default_generator_set_to_their_seed_and_runs_side_by_side_are_told_of_it()
    {
        static double Draw(AblationRun run)
        {
            using var x = torch.randn(3);
            return x[0].item<float>();
        }

        torch.manual_seed(5);
        var table = Ablation.Vary("a", 1, 2).Seeds(2).Quietly().Measure(Draw);
        using var afterwards = torch.randn(1);
        torch.manual_seed(5);
        using var expected = torch.randn(1);

        Assert.Equal(table.Values("value").Take(2), table.Values("value").Skip(2));
        Assert.NotEqual(table.Values("value")[0], table.Values("value")[1]);
        Assert.Equal(expected.item<float>(), afterwards.item<float>());
        var told = new RecordingDisplay();
        Ablation.Vary("a", 1, 2).Seeds(2).NoJournal().ShownOn(told).Parallel(2).Measure(Draw);
        Assert.Contains("run.Generator()", Assert.Single(told.Lines));
    }

    private AblationPlan Plan(params int[] values) =>
        Ablation.Vary("a", values.Length == 0 ? [1, 2, 3] : values).Seeds(2).Quietly().Journal(File).Version("1");

    private double Counted(AblationRun run)
    {
        _runs++;
        return run.Get<double>("a") / 3 + run.Seed;
    }
}
