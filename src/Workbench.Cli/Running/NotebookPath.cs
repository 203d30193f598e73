using System.Globalization;
using Workbench.Notebooks.Format;
using Workbench.Papers;

namespace Workbench.Cli.Running;

/// <summary>Finds the notebook that an argument means.</summary>
internal static class NotebookPath
{
    /// <summary>
    /// The files that the arguments name: a path; or, in <c>notebooks/</c>, a file name with or without its ending, its
    /// number (<c>1</c> or <c>01</c>), or the start of a name that no other has.
    /// </summary>
    /// <exception cref="UsageException">One is missing or ambiguous (the nearest is named), or given twice.</exception>
    public static IReadOnlyList<string> ResolveAll(Checkout checkout, IReadOnlyList<string> arguments)
    {
        var paths = arguments.Select(argument => Resolve(checkout, argument)).ToList();
        var twice = paths.GroupBy(path => path).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? paths : throw new UsageException($"The notebook '{Checkout.Show(twice.Key)}' is given {twice.Count()} times.");
    }

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="UsageException">The file is no notebook.</exception>
    public static NotebookDocument Load(string path)
    {
        try
        {
            return NotebookDocument.Load(path);
        }
        catch (NotebookFormatException problem)
        {
            throw new UsageException(problem.Message);
        }
    }

    /// <summary>All notebooks of the checkout, in order.</summary>
    public static IReadOnlyList<string> All(Checkout checkout) => !Directory.Exists(checkout.Notebooks) ? [] :
        [.. Directory.EnumerateFiles(checkout.Notebooks, "*.ipynb", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}.ipynb_checkpoints{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    private static string Resolve(Checkout checkout, string argument)
    {
        if (File.Exists(argument))
        {
            return Path.GetExtension(argument) is ".ipynb" or ".dib"
                ? Path.GetFullPath(argument)
                : throw new UsageException($"'{argument}' is not a notebook: expected a file ending in .ipynb or .dib.");
        }

        var all = All(checkout);
        var exact = all.Where(path => Path.GetFileName(path) == argument || Path.GetFileNameWithoutExtension(path) == argument).ToList();
        if (exact.Count == 1)
            return exact[0];
        var starts = all.Where(path => Means(argument, Path.GetFileName(path))).ToList();
        if (starts.Count == 1)
            return starts[0];
        if (starts.Count > 1)
            throw new UsageException($"'{argument}' could be {string.Join(" or ", starts.Select(Path.GetFileName))}. Give more of the name.");
        if (Directory.Exists(argument))
            throw new UsageException($"'{argument}' is a folder; expected notebooks, for instance {Path.Combine(argument, "*.ipynb")}.");
        if (all.Count == 0)
            throw new UsageException($"There is no notebook '{argument}', and none at all in {Checkout.Show(checkout.Notebooks)}.");
        var given = Path.GetFileName(argument.TrimEnd('/'));
        throw new UsageException($"There is no notebook '{argument}'.{Nearest.Hint(given, all.Select(path => Path.GetFileName(path)!))}");
    }

    private static bool Means(string argument, string file)
    {
        if (!int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return argument.Length > 0 && file.StartsWith(argument, StringComparison.Ordinal);
        var digits = file.TakeWhile(char.IsAsciiDigit).Count();
        return int.TryParse(file.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own == number;
    }
}
