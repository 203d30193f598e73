using System.Text.Json.Nodes;

namespace Workbench.Cli.Tests;

/// <summary>A folder that looks like a checkout, gone at the end of the test.</summary>
internal sealed class Sandbox : IDisposable
{
    public Sandbox()
    {
        Write("Workbench.sln", "");
        Directory.CreateDirectory(Path.Combine(Root, "notebooks"));
    }

    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("workbench-").FullName;

    /// <summary>A path inside.</summary>
    public string this[string path] => Path.Combine(Root, path);

    /// <summary>Writes a file and the folders above it.</summary>
    public string Write(string path, string text)
    {
        var full = this[path];
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>Writes a program.</summary>
    public void WriteProgram(string path, string text)
    {
        var full = Write(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a notebook of code cells.</summary>
    public string WriteNotebook(string name, params string[] cells) => Write(Path.Combine("notebooks", name), new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((source, index) => (JsonNode)new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = 1,
            ["id"] = $"c{index}",
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = new JsonArray("old\n") }),
            ["source"] = new JsonArray(source),
        })]),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString());

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
