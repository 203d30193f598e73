using System.Diagnostics;
using System.Text.Json;
using Workbench.LibTorch.Tests.Golden;

namespace Workbench.LibTorch.Tests.Tensorboard;

/// <summary>Has tests/golden/tensorboard.py, which shares nothing with our code, read event files.</summary>
internal static class EventDecoder
{
    private const string Python = "/usr/bin/python3";

    /// <summary>The files of a folder, the oldest first.</summary>
    public static string[] Files(string folder) => [.. Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal)];

    /// <summary>The events of the only file of a folder; skips the test where there is no Python.</summary>
    public static JsonElement[] Read(string folder)
    {
        Skip.IfNot(File.Exists(Python), $"{Python} is not here.");
        using var process = Process.Start(new ProcessStartInfo(Python, [Path.Combine(GoldenFile.Folder, "tensorboard.py"), "decode", Assert.Single(Files(folder))])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return [.. JsonDocument.Parse(text).RootElement.EnumerateArray()];
    }

    /// <summary>The only value of an event.</summary>
    public static JsonElement Value(this JsonElement happening) => Assert.Single(happening.GetProperty("values").EnumerateArray());

    public static int[] Integers(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    public static double[] Doubles(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];
}
