using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Workbench.Cli.Commands;
using Workbench.Papers;

namespace Workbench.Cli;

/// <summary>The <c>workbench</c> command: reads the arguments, runs the verb, and turns what went wrong into a sentence and an exit code.</summary>
public static class CommandLine
{
    /// <summary>Exit code when the arguments make no sense.</summary>
    public const int BadUsage = 2;

    private const string Examples = """

        Examples:
          ./workbench run notebooks/01-rectified-flow.ipynb       run a notebook, end with the verdicts of its claims
          ./workbench run 01 --protocol smoke                     the same file by its number, in seconds; judges nothing
          ./workbench run notebooks/*.ipynb --save                run all, keep outputs and results in the repository
          ./workbench run 01 -p steps=500 -o out.ipynb            with a variable set, written elsewhere
          ./workbench run *.dib --jobs 4 --timeout 600 --junit r.xml   several at a time, with a report for a build server
          ./workbench new 12-my-idea --title "My idea"            a notebook from a template that runs at once
          ./workbench convert 01 01.md                            as Markdown; also .html, .csx, .ipynb, .dib
          ./workbench reproduce --paper 01                        measure what is missing or stale of a paper, tell what changed
          ./workbench claims --verdict "not reproduced"           what did not hold
          ./workbench claims --family flow --protocol full        the GPU results of a family, and those still to run
          ./workbench gallery                                     a static site of it all in artifacts/gallery
          ./workbench kernel install                              offer the C# kernel to VS Code and Jupyter
          ./workbench doctor                                      what was found on this machine, and what is missing
          ./workbench bundle --out wb.tar.gz                      everything for a machine with a PyTorch and g++, without network or SDK
          ./workbench bench operators                             speed beside PyTorch in the same run
          ./workbench test Straightness                           the tests whose names contain a word

        Environment:
          WORKBENCH_LIBTORCH=DIR   use this libtorch (a folder with lib/ and include/)
          WORKBENCH_VERBOSE=1      show what the set-up commands print
        """;

    /// <summary>Runs the verb named by the arguments.</summary>
    /// <param name="args">The arguments after the program's name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The exit code: 0 when everything asked for was done.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(terminal);
        var root = Build(terminal);
        try
        {
            if (args.Length == 0)
                args = ["--help"];
            if (!args[0].StartsWith('-') && root.Subcommands.All(verb => verb.Name != args[0]))
                throw new UsageException($"There is no verb '{args[0]}'.{Nearest.Hint(args[0], root.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name))} See ./workbench --help.");
            RefuseUnknownOptions(root, args);
            var parsed = root.Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
                throw new UsageException(Explain(parsed));
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                // Time to write what an interrupted notebook has shown so far.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
            });
        }
        catch (UsageException problem)
        {
            await terminal.Error.WriteLineAsync($"workbench: {problem.Message}");
            return BadUsage;
        }
    }

    private static Command Build(Terminal terminal)
    {
        var help = new HelpOption();
        var root = new Command("./workbench", "Reproduce papers' ablations in C# notebooks, with claims that are executed and judged.")
        {
            help,
            new VersionOption(),
            RunCommand.Create(terminal),
            ReproduceCommand.Create(terminal),
            ClaimsCommand.Create(terminal),
            NewCommand.Create(terminal),
            ConvertCommand.Create(terminal),
            StripCommand.Create(terminal),
            TestCommand.Create(terminal),
            BenchCommand.Create(terminal),
            BundleCommand.Create(terminal),
            GalleryCommand.Create(terminal),
            KernelCommand.Create(terminal),
            DoctorCommand.Create(terminal),
            DoctorCommand.CreateProbe(terminal),
        };
        help.Action = new HelpWithExamples(terminal.Output, root, (SynchronousCommandLineAction)help.Action!);
        return root;
    }

    // The parser would take a mistyped option for one more notebook.
    private static void RefuseUnknownOptions(Command root, string[] args)
    {
        var verb = root.Subcommands.FirstOrDefault(candidate => candidate.Name == args[0]) ?? root;
        verb = verb.Subcommands.FirstOrDefault(candidate => args.Length > 1 && candidate.Name == args[1]) ?? verb;
        var known = verb.Options.Concat(root.Options.Where(option => option is HelpOption)).ToList();
        foreach (var arg in args.TakeWhile(arg => arg != "--").Where(arg => arg.StartsWith('-') && arg.Length > 1 && !char.IsAsciiDigit(arg[1])))
        {
            var name = arg.Split('=', ':')[0];
            if (known.All(option => option.Name != name && !option.Aliases.Contains(name)))
            {
                var names = known.Select(option => option.Name);
                throw new UsageException($"{(verb == root ? "There is" : $"'{verb.Name}' has")} no option '{name}'.{Nearest.Hint(name, names)} See {Help(verb)}.");
            }
        }
    }

    private static string Explain(ParseResult parsed) =>
        string.Join(" ", parsed.Errors.Select(error => error.Message)) + $" See {Help(parsed.CommandResult.Command)}.";

    private static string Help(Command verb) => verb.Parents.FirstOrDefault() switch
    {
        null => "./workbench --help",
        Command parent when parent.Parents.Any() => $"./workbench {parent.Name} {verb.Name} --help",
        _ => $"./workbench {verb.Name} --help",
    };

    private sealed class HelpWithExamples(TextWriter output, Command root, SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command == root)
                output.WriteLine(Examples);
            return code;
        }
    }
}
