using System.Text;

namespace TorchSharp;

/// <summary>Writes a module and all below it as an indented tree, one line a module.</summary>
internal static class ModulePrinter
{
    public static string Print(torch.nn.Module module)
    {
        var text = new StringBuilder(module.GetName());
        var children = module.named_children().ToList();
        if (children.Count == 0) return text.Append("()").ToString();
        text.Append("(\n");
        foreach (var (name, child) in children)
            text.Append("  (").Append(name).Append("): ").Append(Print(child).Replace("\n", "\n  ")).Append('\n');
        return text.Append(')').ToString();
    }
}
