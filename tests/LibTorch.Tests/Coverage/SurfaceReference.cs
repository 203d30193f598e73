namespace Workbench.LibTorch.Tests.Coverage;

/// <summary>The public surface of TorchSharp 0.107, from the file that lists it.</summary>
internal static class SurfaceReference
{
    /// <summary>A type, the area it is counted in, and its members.</summary>
    public sealed record Entry(string Area, string Type, IReadOnlyList<SurfaceMember> Members);

    /// <summary>Reads the file: <c>[area] Type</c>, then one member a line, indented.</summary>
    public static IReadOnlyList<Entry> Read(string file)
    {
        var entries = new List<Entry>();
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
                entries.Add(new(line[1..line.IndexOf(']')], line[(line.IndexOf(']') + 2)..], new List<SurfaceMember>()));
            else
                ((List<SurfaceMember>)entries[^1].Members).Add(SurfaceMember.Parse(line.Trim()));
        }
        return entries;
    }
}
