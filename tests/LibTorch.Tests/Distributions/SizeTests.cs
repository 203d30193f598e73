using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Distributions;

public class SizeTests
{
    [Fact]
    public void Everything_that_names_a_shape_makes_one()
    {
        Size expected = new(new long[] { 2, 3 });
        Size[] same = [(2L, 3L), (2, 3), new long[] { 2, 3 }, new((2, 3)), new(new[] { 2, 3 }), new(new List<long> { 2, 3 }), new Size(2) + 3L, Size.Empty + new long[] { 2, 3 }];
        Assert.All(same, size => Assert.Equal(expected, size));
        Assert.Equal(new long[] { 1, 2, 3, 4, 5, 6 }, new Size((1, 2, 3, 4, 5, 6)).Shape);
        Assert.Equal(new long[] { 1, 2, 3, 4, 5 }, ((Size)(1L, 2L, 3L, 4L, 5L)).Shape);
    }

    [Fact]
    public void Shapes_are_equal_when_their_sizes_are()
    {
        Size left = (2L, 3L), right = (2L, 3L);
        Assert.True(left == right && left.Equals((object)right) && left.GetHashCode() == right.GetHashCode());
        Assert.True(left != (3L, 2L));
        Assert.True(default(Size) == Size.Empty);
    }

    [Fact]
    public void Parts_and_counts()
    {
        Size size = (2L, 3L, 4L, 5L);
        Assert.Equal(120, size.numel());
        Assert.Equal(1, Size.Empty.numel());
        Assert.True(Size.Empty.IsScalar && Size.Empty.IsEmpty && !size.IsEmpty);
        Assert.Equal((4L, 5L), (size[2], size[3L]));
        Assert.Equal(new Size((3, 4)), size.Slice(1, 3));
        Assert.Equal(new Size((3, 4)), size.Slice(1, -1));
        Assert.Equal(new Size(5), size.Slice(-1, 4));
        Assert.Equal(Size.Empty, size.Slice(2, 2));
        Assert.Equal([2, 3], size.Take(2));
        Assert.Equal("[2, 3, 4, 5]", size.ToString());
    }

    [Fact]
    public void A_shape_does_not_follow_the_array_that_it_was_made_of()
    {
        long[] sizes = [2, 3];
        Size size = sizes;
        sizes[0] = 9;
        Assert.Equal(2, size[0]);
    }
}
