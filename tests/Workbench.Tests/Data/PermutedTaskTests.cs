using TorchSharp;
using Workbench.Data;
using Xunit;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public sealed class PermutedTaskTests
{
    private static LabelledImages Data() => new(torch.arange(24, dtype: ScalarType.Float32).reshape(3, 1, 2, 4), torch.tensor([2L, 0, 2]));

    [Fact]
    public void The_inverse_permutations_give_the_data_back()
    {
        using var scope = torch.NewDisposeScope();
        var (data, task) = (Data(), PermutedTask.Draw(pixels: 8, classes: 3, seed: 4));
        static long[] Inverse(IReadOnlyList<long> of) => [.. Enumerable.Range(0, of.Count).Select(place => (long)of.ToList().IndexOf(place))];
        var changed = task.Of(data);
        var back = new PermutedTask(Inverse(task.Pixels), Inverse(task.Classes)).Of(changed);
        Assert.False(changed.Images.eq(data.Images).all().item<bool>());
        Assert.True(back.Images.eq(data.Images).all().item<bool>());
        Assert.True(back.Labels.eq(data.Labels).all().item<bool>());
    }

    [Fact]
    public void Pixels_and_classes_go_where_the_task_says()
    {
        using var scope = torch.NewDisposeScope();
        var changed = new PermutedTask([7, 6, 5, 4, 3, 2, 1, 0], [1, 2, 0]).Of(Data());
        Assert.Equal([7f, 6, 5, 4, 3, 2, 1, 0], changed.Images[0].flatten().data<float>().ToArray());
        Assert.Equal([0L, 1, 0], changed.Labels.data<long>().ToArray());
    }

    [Fact]
    public void A_seed_gives_a_task_and_another_seed_another()
    {
        Assert.Equal(PermutedTask.Draw(64, 10, 7).Pixels, PermutedTask.Draw(64, 10, 7).Pixels);
        Assert.NotEqual(PermutedTask.Draw(64, 10, 7).Pixels, PermutedTask.Draw(64, 10, 8).Pixels);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), PermutedTask.Draw(64, 10, 7).Classes.Order());
    }

    [Fact]
    public void Data_of_another_size_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Contains("8 numbers", Assert.Throws<ArgumentException>(() => PermutedTask.Draw(9, 3, 0).Of(Data())).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentException>(() => PermutedTask.Draw(8, 2, 0).Of(Data())).Message, StringComparison.Ordinal);
    }
}
