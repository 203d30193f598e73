using System.Text.Json;
using System.Text.RegularExpressions;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using Workbench.LibTorch.Tests.Files;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;
using Bins = TorchSharp.Utils.tensorboard.Enums.HistogramBinSelector;

namespace Workbench.LibTorch.Tests.Tensorboard;

/// <summary>Event files have the bytes that PyTorch and Google's protobuf make, and an independent reader finds in them what was recorded.</summary>
public sealed class SummaryWriterTests : FileTests
{
    private static readonly JsonElement Expected = GoldenFile.Read("tensorboard.json");
    private readonly DisposeScope scope = NewDisposeScope();

    private SummaryWriter Writer(string name = "run") => utils.tensorboard.SummaryWriter(At(name));

    private static Tensor Values => tensor(Expected.GetProperty("values").Doubles());

    [Theory]
    [InlineData("123456789", 0xE3069283)]
    [InlineData("", 0)]
    public void The_checksum_is_Castagnolis(string text, uint crc) => Assert.Equal(crc, CRC32C.process(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_checksum_has_the_values_of_RFC_3720()
    {
        Assert.Equal(0x8A9136AAu, CRC32C.process(new byte[32]));
        Assert.Equal(0x62A8AB43u, CRC32C.process([.. Enumerable.Repeat((byte)255, 32)]));
        Assert.Equal(0x46DD794Eu, CRC32C.process([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113FDB5Cu, CRC32C.process([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(CRC32C.process([1, 2, 3, 4]), CRC32C.process(0x04030201));
        Assert.Equal(CRC32C.process([1, 2, 3, 4, 0, 0, 0, 0x80]), CRC32C.process(0x04030201 | long.MinValue));
    }

    [Theory]
    [InlineData("scalar")]
    [InlineData("zero")]
    [InlineData("far")]
    [InlineData("text")]
    [InlineData("histogram")]
    [InlineData("joined")]
    [InlineData("rice")]
    public void Records_have_the_bytes_that_PyTorch_makes(string kind)
    {
        const long time = 1234567890;
        var writer = Writer();
        var file = Assert.Single(EventDecoder.Files(At("run")));
        var begun = new FileInfo(file).Length;
        switch (kind)
        {
            case "scalar": writer.add_scalar("loss/train", 0.25f, 0, time); break;
            case "zero": writer.add_scalar("loss/train", 0, 1, time); break;
            case "far": writer.add_scalar("größe", -1e30f, int.MaxValue, time); break;
            case "text": writer.add_text("notes", "**bold** and ünïcode\n\nlines", 3, time); break;
            case "histogram": writer.add_histogram("weights", Values, 4, walltime: time); break;
            case "joined": writer.add_histogram("weights", Values.reshape(4, 50), 5, walltime: time, max_bins: 100); break;
            default: writer.add_histogram("weights", Values, 6, Bins.Rice, time); break;
        }
        Assert.Equal(Expected.GetProperty("events").GetProperty(kind).GetBytesFromBase64(), File.ReadAllBytes(file)[(int)begun..]);
    }

    [Fact]
    public void A_file_begins_with_its_version_and_is_named_as_TensorBoard_expects()
    {
        var writer = utils.tensorboard.SummaryWriter(At("run"), "mine");
        Assert.Equal(At("run"), writer.LogDir);
        var file = Assert.Single(EventDecoder.Files(At("run")));
        Assert.Matches($@"^events\.out\.tfevents\.\d{{10}}\.{Regex.Escape(System.Net.Dns.GetHostName())}\.{Environment.ProcessId}\.\d+\.mine$", Path.GetFileName(file));
        // Length and its checksum, the time's key and eight bytes; then the version, with its key and length.
        Assert.Equal(Expected.GetProperty("version").GetBytesFromBase64()[9..], File.ReadAllBytes(file)[21..^4]);
        utils.tensorboard.SummaryWriter(At("run"));
        Assert.Equal(2, EventDecoder.Files(At("run")).Length);
    }

    [SkippableFact]
    public void What_is_recorded_is_read()
    {
        var writer = Writer();
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        for (var step = 0; step < 20; step++) writer.add_scalar("a/b", MathF.Sin(step), step);
        writer.add_scalar("late", -0f, -1, 77);
        var events = EventDecoder.Read(At("run"));
        Assert.Equal("brain.Event:2", events[0].GetProperty("version").GetString());
        Assert.Equal(Enumerable.Range(0, 20).Select(step => MathF.Sin(step)), events[1..21].Select(e => e.Value().GetProperty("number").GetSingle()));
        Assert.All(events[1..21], e => Assert.InRange(e.GetProperty("time").GetDouble(), before, before + 600));
        Assert.Equal(19, events[20].GetProperty("step").GetInt32());
        Assert.Equal((77, "late"), (events[21].GetProperty("time").GetDouble(), events[21].Value().GetProperty("tag").GetString()));
    }

    [SkippableFact]
    public void Scalars_of_one_diagram_are_runs_of_their_own()
    {
        var writer = Writer();
        for (var step = 0; step < 3; step++)
        {
            writer.add_scalars("speed", new Dictionary<string, float> { ["sin"] = step, ["cos"] = 10 * step }, step);
            writer.add_scalars("height", new[] { ("sin", 100f * step) }, step);
        }
        Assert.Equal(["height_sin", "speed_cos", "speed_sin"], Directory.GetDirectories(At("run")).Select(Path.GetFileName).Order());
        foreach (var (folder, factor) in new[] { ("height_sin", 100), ("speed_cos", 10), ("speed_sin", 1) })
        {
            var events = EventDecoder.Read(Path.Combine(At("run"), folder));
            Assert.All(events[1..], e => Assert.Equal(folder.Split('_')[0], e.Value().GetProperty("tag").GetString()));
            Assert.Equal(new[] { 0f, factor, 2 * factor }, events[1..].Select(e => e.Value().GetProperty("number").GetSingle()));
        }
    }

    [SkippableFact]
    public void Many_threads_write_whole_records()
    {
        var writer = Writer();
        Parallel.For(0, 200, step => writer.add_scalar("x", step, step));
        var events = EventDecoder.Read(At("run"));
        Assert.Equal(Enumerable.Range(0, 200).Select(step => (float)step), events[1..].Select(e => e.Value().GetProperty("number").GetSingle()).Order());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        File.WriteAllText(At("file"), "");
        Assert.Contains($"'{At("file")}': there is a file of that name", Assert.Throws<IOException>(() => utils.tensorboard.SummaryWriter(At("file"))).Message);
        var writer = Writer();
        Directory.Delete(At("run"), recursive: true);
        writer.add_scalar("again", 1, 1);
        Assert.Single(EventDecoder.Files(At("run")));
        Directory.Delete(At("run"), recursive: true);
        File.WriteAllText(At("run"), "");
        Assert.Contains("there is a file of that name", Assert.Throws<IOException>(() => writer.add_scalar("again", 1, 1)).Message);
        Assert.Throws<ArgumentException>(() => Writer("other").add_scalar("", 1, 1));
    }

    [Fact]
    public void Runs_are_named_by_time_and_machine()
    {
        var writer = utils.tensorboard.SummaryWriter(At("all"), createRunName: true);
        Assert.Equal(At("all"), Path.GetDirectoryName(writer.LogDir));
        Assert.Matches($@"^[A-Z][a-z][a-z]\d+_\d+-\d+-\d+_{Regex.Escape(System.Net.Dns.GetHostName())}$", Path.GetFileName(writer.LogDir));
    }

    public override void Dispose()
    {
        scope.Dispose();
        base.Dispose();
    }
}
