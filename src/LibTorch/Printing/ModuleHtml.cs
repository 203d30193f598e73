using System.Text;

namespace TorchSharp.Printing;

/// <summary>A module as HTML: a tree that opens and closes, with the number of parameters at every branch and their shapes at the leaves.</summary>
internal sealed class ModuleHtml
{
    private const int MostModules = 1000;
    private const int Deepest = 30;

    private readonly StringBuilder html = new();
    private int modules;

    private ModuleHtml()
    {
    }

    public static string Of(torch.nn.Module module)
    {
        var tree = new ModuleHtml();
        tree.Write("", module, 0);
        return $"<div class=\"wb-module\">{tree.html}</div>";
    }

    private void Write(string name, torch.nn.Module module, int depth)
    {
        modules++;
        var own = module.named_parameters(false).ToList();
        var buffers = module.named_buffers(false).ToList();
        var children = module.named_children().ToList();
        var label = name.Length > 0 ? $"{TensorHtml.Encode(name)}: " : "";
        var line = $"{label}<b>{TensorHtml.Encode(module.GetName())}</b>{Count(module)}";
        if (own.Count + buffers.Count + children.Count == 0)
        {
            html.Append($"<div style=\"padding-left:1.1em\">{line}</div>");
            return;
        }
        html.Append($"<details{(depth == 0 ? " open" : "")}><summary>{line}</summary><div style=\"padding-left:1.4em\">");
        foreach (var (part, parameter) in own)
            html.Append($"<div>{TensorHtml.Encode(part)}: {Shape(parameter)}{(!parameter.IsInvalid && !parameter.requires_grad ? " · frozen" : "")}</div>");
        foreach (var (part, buffer) in buffers)
            html.Append($"<div>{TensorHtml.Encode(part)}: {Shape(buffer)} · buffer</div>");
        foreach (var (part, child) in children)
        {
            if (modules >= MostModules || depth >= Deepest)
            {
                html.Append("<div>…</div>");
                break;
            }
            Write(part, child, depth + 1);
        }
        html.Append("</div></details>");
    }

    private static string Count(torch.nn.Module module)
    {
        var alive = module.parameters().Where(parameter => !parameter.IsInvalid).ToList();
        if (alive.Count == 0) return "";
        long all = alive.Sum(parameter => parameter.numel()), trained = alive.Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel());
        return $" · {TensorHtml.Number(all)} parameter{(all == 1 ? "" : "s")}{(trained == all ? "" : $", {TensorHtml.Number(trained)} of them trained")}";
    }

    private static string Shape(torch.Tensor tensor) =>
        tensor.IsInvalid ? "(disposed)" : $"{(tensor.shape.Length == 0 ? "scalar" : string.Join(" × ", tensor.shape))} {tensor.dtype}";
}
