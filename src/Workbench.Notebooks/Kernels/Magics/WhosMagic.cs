using Microsoft.DotNet.Interactive.Formatting;

namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Lists the variables of the language around the line: name, type, value, and the memory of arrays and tensors.</summary>
internal sealed class WhosMagic : Magic
{
    public override MagicSyntax Syntax { get; } = new("whos", "Lists the variables with their types, values, and memory of arrays, texts and tensors.");

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        var values = run.Language.Values;
        var memory = values.Select(value => ValueMemory.Of(value.Value)).ToList();
        var hasMemory = memory.Exists(bytes => bytes is not null);
        var rows = values.Select((value, i) => Row(hasMemory, value.Name, CSharpTypeName.Of(value.Type), ValuePreview.Of(value.Value), memory[i] is { } bytes ? ByteCount.Text(bytes) : "")).ToList();
        if (memory.Count(bytes => bytes is not null) > 1)
            rows.Add(Row(hasMemory, "", "", "together", ByteCount.Text(memory.Sum() ?? 0)));
        run.Scope.Display(PlainTable.Of(Row(hasMemory, "Variable", "Type", "Value", "Memory"), rows), Guid.NewGuid().ToString("N"));
        return Task.CompletedTask;
    }

    private static IReadOnlyList<string> Row(bool hasMemory, string name, string type, string value, string memory) =>
        hasMemory ? [name, type, value, memory] : [name, type, value];
}
