using System.CommandLine;
using Workbench.Cli.Running;
using Workbench.Notebooks.Format;

namespace Workbench.Cli.Commands;

/// <summary><c>strip</c>: removes the outputs of notebooks, in place.</summary>
internal static class StripCommand
{
    public static Command Create(Terminal terminal)
    {
        var notebooks = new Argument<string[]>("notebooks") { Description = "Notebooks: paths, or names and numbers of those in notebooks/.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("strip", "Remove outputs and execution numbers from notebooks, in place.") { notebooks };
        command.SetAction(parsed => Strip(NotebookPath.ResolveAll(Checkout.Find(), parsed.GetRequiredValue(notebooks)), terminal));
        return command;
    }

    private static int Strip(IReadOnlyList<string> paths, Terminal terminal)
    {
        // All are read before the first is written, so that a broken file leaves the others as they were.
        foreach (var (path, document) in paths.Select(path => (path, NotebookPath.Load(path))).ToList())
        {
            var before = document.ToText();
            document.Strip();
            var changed = document.ToText() != before;
            if (changed)
                document.Save(path);
            terminal.Output.WriteLine($"{Checkout.Show(path)}: {(changed ? "outputs removed" : "had no outputs")}");
        }

        return 0;
    }
}
