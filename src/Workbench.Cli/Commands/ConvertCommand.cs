using System.CommandLine;
using Workbench.Cli.Running;
using Workbench.Notebooks.Export;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Html;
using Workbench.Papers;

namespace Workbench.Cli.Commands;

/// <summary><c>convert</c>: writes a notebook in another format. Nothing of it runs.</summary>
internal static class ConvertCommand
{
    private static readonly IReadOnlyDictionary<string, string> Endings = new Dictionary<string, string>
    {
        ["html"] = ".html",
        ["markdown"] = ".md",
        ["script"] = ".csx",
        ["ipynb"] = ".ipynb",
        ["dib"] = ".dib",
    };

    public static Command Create(Terminal terminal)
    {
        var input = new Argument<string>("input") { Description = "A notebook: a path (.ipynb, .dib), or the name or number of one in notebooks/." };
        var output = new Argument<string?>("output") { Description = "The file to write, by whose ending the format goes; - for standard output.", Arity = ArgumentArity.ZeroOrOne };
        var to = new Option<string?>("--to") { Description = "The format, when the output's name does not tell; without an output the file is written beside the input.", HelpName = string.Join('|', Endings.Keys) };
        var embed = new Option<bool>("--embed-images") { Description = "Markdown: put pictures into the text instead of a folder OUTPUT_files beside it." };
        var force = new Option<bool>("--force") { Description = "Overwrite a file that is there." };
        var command = new Command("convert", "Write a notebook as HTML, Markdown, C# script, .ipynb or .dib, with the outputs it has. Nothing is run.") { input, output, to, embed, force };
        command.SetAction(parsed =>
        {
            var path = NotebookPath.ResolveAll(Checkout.Find(), [parsed.GetRequiredValue(input)])[0];
            return Convert(path, parsed.GetValue(output), parsed.GetValue(to), parsed.GetValue(embed), parsed.GetValue(force), terminal);
        });
        return command;
    }

    private static int Convert(string input, string? output, string? format, bool embed, bool force, Terminal terminal)
    {
        if (format is not null && !Endings.ContainsKey(format))
            throw new UsageException($"--to is '{format}'.{Nearest.Hint(format, Endings.Keys)} The formats are {string.Join(", ", Endings.Keys)}.");
        format ??= output is null or NotebookRun.StandardOutput ? throw new UsageException("Give a file to write, or a format with --to.") : FormatOf(output);
        var isStandardOutput = output == NotebookRun.StandardOutput;
        var target = isStandardOutput ? "" : Path.GetFullPath(output ?? Path.ChangeExtension(input, Endings[format]));
        if (target == Path.GetFullPath(input))
            throw new UsageException($"{Checkout.Show(input)} would be written over itself.");
        if (File.Exists(target) && !force)
            throw new UsageException($"There is a file {Checkout.Show(target)} already; --force overwrites it.");
        if (Directory.Exists(target))
            throw new UsageException($"{Checkout.Show(target)} is a folder; expected the name of a file.");

        var document = NotebookPath.Load(input);
        var folder = embed || isStandardOutput ? null : Path.GetFileNameWithoutExtension(target) + "_files";
        var (text, pictures) = Render(document, format, folder);
        if (isStandardOutput)
        {
            terminal.Output.Write(text);
            return 0;
        }

        try
        {
            Write(target, System.Text.Encoding.UTF8.GetBytes(text));
            foreach (var (name, content) in pictures)
                Write(Path.Combine(Path.GetDirectoryName(target)!, folder!, name), content);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{Checkout.Show(target)} cannot be written: {problem.Message}");
        }

        terminal.Output.WriteLine($"wrote {Checkout.Show(target)}{(pictures.Count == 0 ? "" : $" and {pictures.Count} pictures in {folder}")}");
        return 0;
    }

    private static string FormatOf(string output)
    {
        var ending = Path.GetExtension(output).ToLowerInvariant();
        return ending is ".cs" ? "script" : ending is ".htm" ? "html" : ending is ".markdown" ? "markdown"
            : Endings.FirstOrDefault(entry => entry.Value == ending).Key
            ?? throw new UsageException($"'{output}' ends in no format that is known ({string.Join(", ", Endings.Values)}); name one with --to.");
    }

    private static (string Text, IReadOnlyDictionary<string, byte[]> Pictures) Render(NotebookDocument document, string format, string? folder) => format switch
    {
        "html" => (HtmlExporter.Export(document, plotlyScript: Plots.PlotlyScript.Find()), new Dictionary<string, byte[]>()),
        "markdown" => MarkdownExporter.Export(document, folder),
        "script" => (ScriptExporter.Export(document), new Dictionary<string, byte[]>()),
        "ipynb" => (document.ToText(), new Dictionary<string, byte[]>()),
        _ => (document.ToDib(), new Dictionary<string, byte[]>()),
    };

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(beside, content);
        File.Move(beside, path, overwrite: true);
    }
}
