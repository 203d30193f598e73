using Workbench.Plots;
using static Workbench.Tests.Plots.FigureJson;

namespace Workbench.Tests.Plots;

public class AnimationTests
{
    [Fact]
    public void Every_moment_is_a_frame_and_the_still_figure_is_the_last()
    {
        var figure = Plot.Animation(Paths(5, 3), [0, 0.1, 0.2, 0.5, 1]);

        var frames = Root(figure).GetProperty("frames").EnumerateArray().ToArray();
        Assert.Equal(["0", "0.1", "0.2", "0.5", "1"], frames.Select(f => f.GetProperty("name").GetString()));
        for (var t = 0; t < 5; t++)
        {
            Assert.Equal([t, 10 + t, 20 + t], Numbers(frames[t].GetProperty("data")[0], "x"));
            Assert.Equal([-t, -10 - t, -20 - t], Numbers(frames[t].GetProperty("data")[0], "y"));
        }

        Assert.Equal(Numbers(frames[^1].GetProperty("data")[0], "x"), Numbers(Traces(figure)[0], "x"));
        var slider = Layout(figure).GetProperty("sliders")[0];
        Assert.Equal(frames.Select(f => f.GetProperty("name").GetString()), slider.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("label").GetString()));
        Assert.Equal(4, slider.GetProperty("active").GetInt32());
    }

    [Fact]
    public void Frames_name_the_traces_that_move_also_over_traces_that_stand()
    {
        // Trajectories are three plotly traces each.
        var one = Plot.Trajectories(Paths(4, 2)) + Plot.Animation(Paths(4, 2));
        var frames = Root(Plot.Row([one, one])).GetProperty("frames").EnumerateArray().ToArray();

        Assert.Equal(4, frames.Length);
        Assert.All(frames, f => Assert.Equal([3, 7], Numbers(f, "traces")));
        Assert.All(frames, f => Assert.Equal(2, f.GetProperty("data").GetArrayLength()));
    }

    [Fact]
    public void Long_solutions_of_many_samples_stay_small()
    {
        var random = new Random(3);
        var paths = new float[101, 500, 2];
        foreach (var (t, s) in Enumerable.Range(0, 101).SelectMany(t => Enumerable.Range(0, 500).Select(s => (t, s))))
            (paths[t, s, 0], paths[t, s, 1]) = (random.NextSingle() * 4 - 2, random.NextSingle() * 4 - 2);

        var figure = Plot.Animation(paths);

        Assert.Equal(21, Root(figure).GetProperty("frames").GetArrayLength());
        Assert.InRange(figure.ToJson().Length, 20_000, 60_000);
    }

    [Fact]
    public void A_figure_that_stands_has_no_frames_and_no_slider()
    {
        var figure = Plot.Trajectories(Paths(4, 2));

        Assert.False(Root(figure).TryGetProperty("frames", out _));
        Assert.False(Layout(figure).TryGetProperty("sliders", out _));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("same moments", Complaint(() => Plot.Animation(Paths(4, 2)) + Plot.Animation(Paths(5, 2))));
        Assert.Contains("same moments", Complaint(() => Plot.Row([Plot.Animation(Paths(4, 2)), Plot.Animation(Paths(5, 2))])));
        Assert.Contains("2 times for 4", Complaint(() => Plot.Animation(Paths(4, 2), [0, 1])));
        Assert.Contains("times increase: 0.1 follows 0.5", Complaint(() => Plot.Animation(Paths(3, 2), [0, 0.5, 0.1])));
        Assert.Contains("[1, 2, 2]", Complaint(() => Plot.Animation(Paths(1, 2))));
    }

    private static float[,,] Paths(int times, int samples)
    {
        var paths = new float[times, samples, 2];
        for (var t = 0; t < times; t++)
        {
            for (var s = 0; s < samples; s++)
                (paths[t, s, 0], paths[t, s, 1]) = (10 * s + t, -10 * s - t);
        }

        return paths;
    }
}
