using TorchSharp;
using Workbench.Flows;
using Workbench.Plots;
using static TorchSharp.torch;

namespace Workbench.Tests.Plots;

public class PlotTensorsTests
{
    [Fact]
    public void Tensors_draw_the_same_figures_as_arrays()
    {
        var points = torch.tensor(new[,] { { 0f, 1 }, { 2, 3 }, { 4, 5 } });
        Assert.Equal(Plot.Scatter(new[,] { { 0f, 1 }, { 2, 3 }, { 4, 5 } }).ToJson(), Plot.Scatter(points).ToJson());
        // Not contiguous, and of another type.
        Assert.Equal(Plot.Scatter(points).ToJson(), Plot.Scatter(points.to_type(ScalarType.Float64).t().contiguous().t()).ToJson());

        var images = torch.linspace(-1, 1, 2 * 3 * 4).reshape(2, 1, 3, 4);
        Assert.Equal(Plot.Images(images.data<float>().ToArray(), 3, 4).ToJson(), Plot.Images(images).ToJson());
    }

    [Fact]
    public void A_solution_is_drawn_at_its_own_times()
    {
        var x0 = torch.tensor(new[,] { { 0f, 0 }, { 1, 1 } });
        var solution = Solver.Euler.Solve(VelocityField.From((x, _) => torch.ones_like(x)), x0, new TimeGrid([0, 0.25, 1]), record: true);
        var paths = new float[,,] { { { 0, 0 }, { 1, 1 } }, { { 0.25f, 0.25f }, { 1.25f, 1.25f } }, { { 1, 1 }, { 2, 2 } } };
        Assert.Equal(Plot.Trajectories(paths, [0, 0.25, 1]).ToJson(), Plot.Trajectories(solution).ToJson());
    }

    [Fact]
    public void A_picture_stands_upright_without_axes_on_the_scale_that_is_given()
    {
        var figure = Plot.Picture(torch.tensor(new[,] { { 1f, 2 }, { 3, 4 }, { 5, 6 } }).to_type(ScalarType.Float64), "|x|", (0, 8));

        // A heat map's first row is at the bottom, a picture's at the top.
        Assert.Equal("[[5,6],[3,4],[1,2]]", FigureJson.Traces(figure)[0].GetProperty("z").GetRawText());
        var layout = FigureJson.Layout(figure);
        Assert.False(layout.GetProperty("xaxis").GetProperty("visible").GetBoolean());
        Assert.False(layout.GetProperty("yaxis").GetProperty("visible").GetBoolean());
        Assert.Equal(8, layout.GetProperty("coloraxis").GetProperty("cmax").GetDouble());
        Assert.Contains("[2, 3, 4]", Assert.Throws<ArgumentException>(() => Plot.Picture(torch.zeros(2, 3, 4))).Message);
    }

    [Fact]
    public void A_velocity_field_is_drawn_as_its_closed_form_is()
    {
        var field = VelocityField.From((x, t) => torch.stack([-x.select(1, 1) * t, x.select(1, 0) + t], 1));

        var figure = Plot.Quiver(field, 0.5, (-1, 1), (-2, 2), 5);

        Assert.Equal(Plot.Quiver((x, y) => (-0.5 * y, x + 0.5), (-1, 1), (-2, 2), 5).Axes("x<sub>1</sub>", "x<sub>2</sub>").ToJson(), figure.ToJson());
    }

    [Fact]
    public void Samples_move_at_the_times_of_the_solution_and_their_density_is_that_of_the_array()
    {
        var x0 = torch.tensor(new[,] { { 0f, 0 }, { 1, 1 } });
        var solution = Solver.Euler.Solve(VelocityField.From((x, _) => torch.ones_like(x)), x0, new TimeGrid([0, 0.25, 1]), record: true);
        var paths = new float[,,] { { { 0, 0 }, { 1, 1 } }, { { 0.25f, 0.25f }, { 1.25f, 1.25f } }, { { 1, 1 }, { 2, 2 } } };

        Assert.Equal(Plot.Animation(paths, [0, 0.25, 1]).ToJson(), Plot.Animation(solution).ToJson());
        Assert.Equal(Plot.Density(new float[,] { { 1, 1 }, { 2, 2 } }, 3).ToJson(), Plot.Density(solution.Final, 3).ToJson());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => Plot.Scatter(torch.zeros(3))).Message);
        Assert.Contains("[2, 2, 4, 4]", Assert.Throws<ArgumentException>(() => Plot.Images(torch.zeros(2, 2, 4, 4))).Message);
        Assert.Contains("[5, 3]", Assert.Throws<ArgumentException>(() => Plot.Density(torch.zeros(5, 3))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Plot.Quiver(VelocityField.From((x, _) => x), 2, (0, 1), (0, 1)));
        Assert.Throws<InvalidOperationException>(() => Plot.Trajectories(Solver.Euler.Solve(VelocityField.From((x, _) => x), torch.zeros(1, 2), 2)));
    }
}
