using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Files;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;
using Summary = TorchSharp.torch.utils.tensorboard.Summary;

namespace Workbench.LibTorch.Tests.Tensorboard;

/// <summary>Pictures and films arrive pixel by pixel as PyTorch lays them out.</summary>
public sealed class PictureTests : FileTests
{
    private static readonly JsonElement Expected = GoldenFile.Read("tensorboard.json");
    private readonly DisposeScope scope = NewDisposeScope();

    public override void Dispose()
    {
        scope.Dispose();
        base.Dispose();
    }

    private static Tensor Numbered(JsonElement shape)
    {
        long[] sizes = [.. shape.Integers()];
        return (arange(sizes.Aggregate(1L, (a, b) => a * b)) * 7 % 251).reshape(sizes).to(ScalarType.Byte);
    }

    [SkippableFact]
    public void Pictures_in_any_order_of_dimensions_are_PyTorchs()
    {
        var writer = utils.tensorboard.SummaryWriter(At("run"));
        var cases = Expected.GetProperty("pictures").EnumerateArray().ToList();
        foreach (var c in cases) writer.add_img("it", Numbered(c.GetProperty("shape")), 1, dataformats: c.GetProperty("format").GetString()!.ToLowerInvariant());
        var events = EventDecoder.Read(At("run"))[1..];
        Assert.Equal(cases.Count, events.Length);
        foreach (var (c, e) in cases.Zip(events))
        {
            var image = e.Value().GetProperty("image");
            Assert.Equal(c.GetProperty("hwc").Integers(), image.GetProperty("announced").Integers());
            Assert.Equal(c.GetProperty("hwc").Integers()[..2], image.GetProperty("size").Integers());
            Assert.Equal(c.GetProperty("pixels").Integers(), image.GetProperty("pixels").Integers());
        }
    }

    [SkippableFact]
    public void Numbers_from_0_to_1_are_scaled_and_others_cut_off()
    {
        var writer = utils.tensorboard.SummaryWriter(At("run"));
        writer.add_img("it", tensor(new[] { -1f, 0, 0.5f, 1, 3 }, [1, 5]), 0, dataformats: "HW");
        writer.add_img("it", tensor(new sbyte[] { -5, 100 }, [1, 2]), 0, dataformats: "HW");
        var events = EventDecoder.Read(At("run"));
        Assert.Equal([0, 0, 0, 0, 0, 0, 127, 127, 127, 255, 255, 255, 255, 255, 255], events[1].Value().GetProperty("image").GetProperty("pixels").Integers());
        Assert.Equal([0, 0, 0, 100, 100, 100], events[2].Value().GetProperty("image").GetProperty("pixels").Integers());
    }

    [SkippableFact]
    public void Films_are_PyTorchs()
    {
        var writer = utils.tensorboard.SummaryWriter(At("run"));
        var cases = Expected.GetProperty("films").EnumerateArray().ToList();
        foreach (var c in cases) writer.add_video("film", Numbered(c.GetProperty("shape")), 2, fps: 8);
        foreach (var (c, e) in cases.Zip(EventDecoder.Read(At("run"))[1..]))
        {
            var (sizes, image) = (c.GetProperty("thwc").Integers(), e.Value().GetProperty("image"));
            Assert.Equal(sizes[1..], image.GetProperty("announced").Integers());
            Assert.All(image.GetProperty("delays").Integers(), delay => Assert.Equal(12, delay));
            Assert.Equal(c.GetProperty("pixels").Integers(), image.GetProperty("frames").EnumerateArray().SelectMany(frame => frame.Integers()));
        }
    }

    [SkippableFact]
    public void Places_without_a_film_are_black()
    {
        var writer = utils.tensorboard.SummaryWriter(At("run"));
        writer.add_video("films", tensor(new[] { 0.2f, 0.4f, 0.6f }, [3, 1, 1, 1, 1]), 0);
        var image = EventDecoder.Read(At("run"))[1].Value().GetProperty("image");
        Assert.Equal([2, 2], image.GetProperty("size").Integers());
        Assert.Equal([51, 51, 51, 102, 102, 102, 153, 153, 153, 0, 0, 0], image.GetProperty("frames")[0].Integers());
    }

    [SkippableTheory]
    [InlineData(40, 30, false)]
    [InlineData(120, 90, false)]
    [InlineData(64, 64, true)]
    public void Large_frames_of_many_colours_come_back_as_near_as_256_colours_allow(int height, int width, bool grey)
    {
        manual_seed(4);
        // Noise has more colours than there are places; a plain frame has one, the last few.
        var noise = randint(0, 256, [1, 1, grey ? 1 : 3, height, width], ScalarType.Byte);
        var film = cat([noise, zeros_like(noise), noise.floor_divide(64) * 64], 1);
        var writer = utils.tensorboard.SummaryWriter(At("run"));
        writer.add_video("film", film, 0);
        var frames = EventDecoder.Read(At("run"))[1].Value().GetProperty("image").GetProperty("frames").EnumerateArray().Select(frame => frame.Integers()).ToList();
        Assert.Equal(3, frames.Count);
        for (var t = 0; t < 3; t++)
        {
            var exact = film[0, t].permute(1, 2, 0).expand(-1, -1, 3).contiguous().data<byte>().ToArray();
            var worst = exact.Zip(frames[t], (a, b) => Math.Abs(a - b)).Max();
            Assert.InRange(worst, 0, t == 0 && !grey ? 26 : 0);
        }
    }

    [Fact]
    public void Files_are_recorded_as_they_are()
    {
        var png = Summary.make_image(zeros(5, 7, 4, dtype: ScalarType.Byte));
        Assert.Equal((5, 7, 4), (png.Height, png.Width, png.Colorspace));
        var gif = Summary.make_video(zeros(2, 3, 300, 1, dtype: ScalarType.Byte), 4);
        File.WriteAllBytes(At("it.png"), png.EncodedImageString);
        File.WriteAllBytes(At("it.gif"), gif.EncodedImageString);
        // Start, a comment, a frame of 513 rows of 258 pixels.
        File.WriteAllBytes(At("it.jpg"), [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 2, 1, 1, 2, 1, 1, 0x11, 0]);
        foreach (var (name, height, width) in new[] { ("it.png", 5, 7), ("it.gif", 3, 300), ("it.jpg", 513, 258) })
        {
            var image = Summary.image("it", At(name)).Value.Single().Image!;
            Assert.Equal((height, width), (image.Height, image.Width));
            Assert.Equal(File.ReadAllBytes(At(name)), image.EncodedImageString);
        }
        File.WriteAllText(At("it.txt"), "no picture");
        Assert.Throws<NotSupportedException>(() => Summary.image("it", At("it.txt")));
        Assert.Throws<NotSupportedException>(() => Summary.image("it", At("it.png"), 0.5));
        Assert.Throws<FileNotFoundException>(() => Summary.image("it", At("none.png")));
    }

    [Fact]
    public void Pictures_are_rescaled()
    {
        var picture = Summary.make_image(full([8, 6, 3], 200, dtype: ScalarType.Byte), 0.5);
        Assert.Equal((8, 6), (picture.Height, picture.Width));
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 4], picture.EncodedImageString[16..24]);
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => Summary.image("it", zeros(2, 3), dataformats: "CHW")).Message);
        Assert.Throws<ArgumentException>(() => Summary.image("it", zeros(2, 3, 4), dataformats: "CHX"));
        Assert.Throws<ArgumentException>(() => Summary.make_image(zeros(2, 3, 2, dtype: ScalarType.Byte)));
        Assert.Throws<ArgumentException>(() => Summary.video("it", zeros(2, 3, 4, 5), 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Summary.video("it", zeros([1, 1, 3, 4, 5]), 0));
    }
}
