using System.CommandLine;
using Spectre.Console;
using Workbench.Notebooks.Jupyter.FrontEnd;
using Workbench.Notebooks.Jupyter.Kernelspec;

namespace Workbench.Cli.Commands;

/// <summary><c>kernel</c>: makes the C# kernel known to Jupyter front ends, such as VS Code and JupyterLab.</summary>
internal static class KernelCommand
{
    public static Command Create(Terminal terminal) => new("kernel", "Make the C# kernel known to Jupyter front ends: VS Code, JupyterLab, nbconvert, papermill.")
    {
        Install(terminal),
        Uninstall(terminal),
        List(terminal),
    };

    private static Command Install(Terminal terminal)
    {
        var place = new Place();
        var force = new Option<bool>("--force") { Description = "Replace another program's kernel of this name." };
        var command = new Command("install", "Write the kernelspec, and the extensions that draw figures in Jupyter Notebook and JupyterLab. Installing again renews them.") { force };
        place.AddTo(command);
        command.SetAction(parsed =>
        {
            var checkout = Checkout.Find();
            return Try(() =>
            {
                // The native library is found from the checkout's folder, whichever it is when a notebook starts.
                var environment = new Dictionary<string, string>
                {
                    ["WORKBENCH_ROOT"] = checkout.Root,
                    ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                    ["DOTNET_NOLOGO"] = "1",
                };
                var written = KernelspecInstaller.Install(place.Folder(parsed), place.Name(parsed), KernelExecutable.Find(checkout.Root), environment, parsed.GetValue(force));
                terminal.Output.WriteLine($"Installed {written}");
                if (checkout.PlotlyScript is { } plotly)
                    FigureExtension.Install(Path.GetDirectoryName(place.Folder(parsed))!, plotly);
                else
                    terminal.Output.WriteLine("plotly.js is not here, so Jupyter Notebook and JupyterLab show figures as text. ./workbench run brings it; then install again.");
                terminal.Output.WriteLine("Notebooks show it as \".NET (C#)\". The notebooks of this checkout also need ./workbench doctor to be content.");
                return 0;
            });
        });
        return command;
    }

    private static Command Uninstall(Terminal terminal)
    {
        var place = new Place();
        var command = new Command("uninstall", "Remove the kernelspec and, with the last one, the extensions.");
        place.AddTo(command);
        command.SetAction(parsed => Try(() =>
        {
            var removed = KernelspecInstaller.Uninstall(place.Folder(parsed), place.Name(parsed))
                ?? throw new UsageException($"There is no kernel '{place.Name(parsed)}' in {place.Folder(parsed)}. See ./workbench kernel list.");
            terminal.Output.WriteLine($"Removed {removed}");
            if (!KernelspecInstaller.List(place.Folder(parsed)).Any(kernel => kernel.IsOurs))
                FigureExtension.Uninstall(Path.GetDirectoryName(place.Folder(parsed))!);
            return 0;
        }));
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "Show the kernels that Jupyter would find, whose they are, and whether they can start.");
        command.SetAction(_ =>
        {
            var table = new Table().NoBorder().AddColumns("name", "shown as", "whose", "state", "folder");
            foreach (var kernel in KernelspecFolders.All().SelectMany(KernelspecInstaller.List))
                table.AddRow([.. new[] { kernel.Name, kernel.DisplayName, kernel.IsOurs ? "workbench" : "another program", kernel.Problem ?? "usable", kernel.Folder }.Select(Markup.Escape)]);
            if (table.Rows.Count > 0)
                terminal.Tables.Write(table);
            else
                terminal.Output.WriteLine($"No kernels; looked in {string.Join(", ", KernelspecFolders.All())}");
            return 0;
        });
        return command;
    }

    private static int Try(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(problem.Message);
        }
    }

    /// <summary>The options that say which kernelspec is meant.</summary>
    private sealed class Place
    {
        private readonly Option<bool> _user = new("--user") { Description = "For the current user (default)." };
        private readonly Option<bool> _system = new("--system") { Description = "For all users of this machine." };
        private readonly Option<string?> _prefix = new("--sys-prefix") { Description = "For a Python environment, given by its folder.", HelpName = "DIR" };
        private readonly Option<string> _name = new("--name") { Description = "The name notebooks ask for.", HelpName = "NAME", DefaultValueFactory = _ => KernelspecInstaller.DefaultName };

        public void AddTo(Command command)
        {
            command.Options.Add(_user);
            command.Options.Add(_prefix);
            command.Options.Add(_system);
            command.Options.Add(_name);
        }

        public string Name(ParseResult parsed) => parsed.GetRequiredValue(_name);

        public string Folder(ParseResult parsed)
        {
            var prefix = parsed.GetValue(_prefix);
            if ((parsed.GetValue(_user) ? 1 : 0) + (parsed.GetValue(_system) ? 1 : 0) + (prefix is null ? 0 : 1) > 1)
                throw new UsageException("--user, --sys-prefix and --system exclude each other: one says where.");
            return prefix is not null ? KernelspecFolders.Of(prefix) : parsed.GetValue(_system) ? KernelspecFolders.System : KernelspecFolders.User;
        }
    }
}
