using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Jupyter.Channels;

namespace Workbench.Notebooks.Jupyter.Kernelspec;

/// <summary>
/// Writes, lists and removes kernelspecs: folders with a <c>kernel.json</c> that tell Jupyter front ends how to start a kernel
/// (jupyter-client.readthedocs.io, "Kernel specs").
/// </summary>
public static partial class KernelspecInstaller
{
    /// <summary>The name under which notebooks of .NET Interactive ask for C#, and under which papermill knows how to write its parameters.</summary>
    public const string DefaultName = ".net-csharp";

    private const string FileName = "kernel.json";
    private const string Owner = "workbench";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Installs the kernel.</summary>
    /// <param name="folder">A folder of kernels, see <see cref="KernelspecFolders"/>.</param>
    /// <param name="name">Its name: ASCII letters, digits, hyphens, points and underscores.</param>
    /// <param name="command">The program and its first arguments, absolute; see <see cref="KernelExecutable"/>.</param>
    /// <param name="environment">Variables that the kernel gets.</param>
    /// <param name="force">Whether to replace a kernel of this name that is not ours.</param>
    /// <returns>The folder of the kernelspec.</returns>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="InvalidOperationException">Another program's kernel has the name.</exception>
    public static string Install(string folder, string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, bool force = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(environment);
        CheckName(name);
        // Jupyter does not tell names apart by case; two folders would be one kernel.
        var existing = Entries(folder).Where(entry => string.Equals(Path.GetFileName(entry), name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (existing.FirstOrDefault(entry => !Read(entry).IsOurs) is { } foreign && !force)
            throw new InvalidOperationException($"{foreign} is a kernel of another program. Use --force to replace it, or --name for another name.");
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, name);
        var fresh = Path.Combine(folder, $"new-{Guid.NewGuid():N}");
        Directory.CreateDirectory(fresh);
        File.WriteAllText(Path.Combine(fresh, FileName), Spec(command, environment).ToJsonString(Json) + "\n");
        File.WriteAllText(Path.Combine(fresh, "logo-svg.svg"), Logo);
        foreach (var entry in existing)
            Directory.Delete(entry, recursive: true);
        Directory.Move(fresh, target);
        return target;
    }

    /// <summary>Removes the kernel of a name from a folder, if it is there.</summary>
    /// <returns>The folder removed, or null.</returns>
    /// <exception cref="InvalidOperationException">It is another program's.</exception>
    public static string? Uninstall(string folder, string name)
    {
        CheckName(name);
        if (Entries(folder).FirstOrDefault(entry => string.Equals(Path.GetFileName(entry), name, StringComparison.OrdinalIgnoreCase)) is not { } found)
            return null;
        if (!Read(found).IsOurs)
            throw new InvalidOperationException($"{found} is a kernel of another program and stays.");
        Directory.Delete(found, recursive: true);
        return found;
    }

    /// <summary>The kernels in a folder.</summary>
    public static IReadOnlyList<InstalledKernel> List(string folder) => [.. Entries(folder).Order(StringComparer.Ordinal).Select(Read)];

    private static JsonObject Spec(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment) => new()
    {
        ["argv"] = new JsonArray([.. command.Select(part => (JsonNode)part), "jupyter", "{connection_file}"]),
        ["display_name"] = ".NET (C#)",
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        ["env"] = new JsonObject(environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["metadata"] = new JsonObject { ["debugger"] = false, [Owner] = KernelInfo.Version },
    };

    private static IEnumerable<string> Entries(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(entry => File.Exists(Path.Combine(entry, FileName)))
        : [];

    private static InstalledKernel Read(string folder)
    {
        var name = Path.GetFileName(folder);
        try
        {
            var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, FileName))) as JsonObject ?? throw new JsonException("it is no JSON object");
            var command = (spec["argv"] as JsonArray ?? []).Select(part => (string?)part ?? "").ToList();
            return new InstalledKernel(name, (string?)spec["display_name"] ?? name, folder, spec["metadata"]?[Owner] is not null, Missing(command));
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return new InstalledKernel(name, name, folder, IsOurs: false, $"{FileName} cannot be read: {e.Message}");
        }
    }

    private static string? Missing(IReadOnlyList<string> command) =>
        command.Count == 0 ? "it has no command"
        : command.FirstOrDefault(part => Path.IsPathFullyQualified(part) && !File.Exists(part)) is { } gone ? $"{gone} is not there"
        : null;

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!KernelName().IsMatch(name))
            throw new ArgumentException($"'{name}' is no name of a kernel; expected ASCII letters, digits, hyphens, points and underscores.", nameof(name));
    }

    private const string Logo = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><title>C#</title>
        <rect width="64" height="64" rx="12" fill="#33415c"/>
        <path d="M29 24a12 12 0 1 0 0 16" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round"/>
        <path d="M41 22l-3 20M51 22l-3 20M36 28h18M35 36h18" fill="none" stroke="#7fd1c7" stroke-width="3.5" stroke-linecap="round"/>
        </svg>

        """;

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z")]
    private static partial Regex KernelName();
}
