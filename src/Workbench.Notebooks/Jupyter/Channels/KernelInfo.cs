using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Jupyter.Wire;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>What the kernel says of itself.</summary>
internal static class KernelInfo
{
    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(KernelInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>The answer to <c>kernel_info_request</c>.</summary>
    public static JsonObject Reply()
    {
        var reply = Replies.Ok();
        reply["protocol_version"] = MessageWriter.ProtocolVersion;
        reply["implementation"] = "workbench";
        reply["implementation_version"] = Version;
        reply["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        };
        reply["banner"] = $"C# 14 on {RuntimeInformation.FrameworkDescription}, Workbench {Version}";
        reply["help_links"] = new JsonArray(
            Link("C# language", "https://learn.microsoft.com/dotnet/csharp/"),
            Link(".NET API", "https://learn.microsoft.com/dotnet/api/"));
        reply["debugger"] = false;
        reply["supported_features"] = new JsonArray();
        return reply;
    }

    private static JsonObject Link(string text, string url) => new() { ["text"] = text, ["url"] = url };
}
