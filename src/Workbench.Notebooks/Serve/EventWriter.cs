using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Serve;

/// <summary>Writes events, one JSON object a line, from any thread.</summary>
internal sealed class EventWriter(Stream output)
{
    private readonly Lock _lock = new();

    public void Write(JsonObject message)
    {
        var line = Encoding.UTF8.GetBytes(message.ToJsonString(JsonSerializerOptions.Default) + "\n");
        lock (_lock)
        {
            output.Write(line);
            output.Flush();
        }
    }
}
