using System.CommandLine;
using Workbench.Cli.Running;
using Workbench.Papers;

namespace Workbench.Cli.Commands;

/// <summary><c>new</c>: makes a notebook that runs at once.</summary>
internal static class NewCommand
{
    private const int LongestName = 100;

    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "Its file name in notebooks/, with or without .ipynb: letters, digits, hyphens, underscores and dots." };
        var title = new Option<string?>("--title") { Description = "Its heading (default: made of the name).", HelpName = "TEXT" };
        var paper = new Option<string?>("--paper") { Description = "The paper whose claims it measures: its card's name or number (01), or its arXiv id.", HelpName = "CARD" };
        var command = new Command("new", "Make a notebook in notebooks/ from a template that runs at once.") { name, title, paper };
        command.SetAction(parsed => Make(Checkout.Find(), parsed.GetRequiredValue(name), parsed.GetValue(title), parsed.GetValue(paper), terminal));
        return command;
    }

    private static int Make(Checkout checkout, string name, string? title, string? paper, Terminal terminal)
    {
        var file = FileName(name);
        var path = Path.Combine(checkout.Notebooks, file + ".ipynb");
        if (File.Exists(path))
            throw new UsageException($"There is a notebook {Checkout.Show(path)} already; it is not overwritten.");
        var heading = title is null ? Heading(file) : title.ReplaceLineEndings(" ").Trim();
        if (heading.Length == 0)
            throw new UsageException("--title is empty; expected a heading.");
        var card = paper is null ? null : Find(checkout, paper);
        try
        {
            NewNotebook.Create(heading, card).Save(path);
        }
        catch (IOException problem)
        {
            throw new UsageException(problem.Message);
        }

        terminal.Output.WriteLine($"made {Checkout.Show(path)}\n  ./workbench run {file} --protocol smoke    tries it in seconds");
        if (card is not null && card.Notebook != $"notebooks/{file}.ipynb")
            terminal.Output.WriteLine($"  ./workbench reproduce runs the notebook that a paper's card names, {card.Notebook}; write 'notebook: notebooks/{file}.ipynb' into papers/{card.Slug}.md to have it run this one.");
        return 0;
    }

    private static string FileName(string name)
    {
        var file = name.EndsWith(".ipynb", StringComparison.Ordinal) ? name[..^".ipynb".Length] : name;
        if (file.Length is 0 or > LongestName || !char.IsAsciiLetterOrDigit(file[0]) || file.EndsWith('.') || !file.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new UsageException($"'{name}' is no name for a notebook: expected up to {LongestName} letters, digits, hyphens, underscores and dots, beginning with a letter or digit; it is made in notebooks/.");
        return file;
    }

    /// <summary><c>03-straight-paths</c> is called "Straight paths".</summary>
    private static string Heading(string file)
    {
        var words = file.Replace('-', ' ').Replace('_', ' ').TrimStart([.. "0123456789 "]);
        return words.Length == 0 ? file : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static Card Find(Checkout checkout, string paper)
    {
        try
        {
            return LedgerFilter.Cards(ClaimsCommand.Load(checkout), paper)[0];
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"--paper: {problem.Message}");
        }
    }
}
