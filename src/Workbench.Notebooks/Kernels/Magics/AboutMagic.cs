using System.Reflection;
using System.Runtime.InteropServices;

namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Says what runs the notebook.</summary>
internal sealed class AboutMagic : Magic
{
    public override MagicSyntax Syntax { get; } = new("about", "Shows what runs this notebook, in which versions.");

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        var rows = new List<IReadOnlyList<string>>
        {
            new[] { "Workbench kernel", VersionOf(typeof(AboutMagic)) },
            new[] { ".NET", RuntimeInformation.FrameworkDescription },
            new[] { "C# compiler", VersionOf(typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation)) },
            new[] { "system", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})" },
            new[] { "processors", Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        };
        run.Scope.Display(PlainTable.Of(["About", ""], rows), Guid.NewGuid().ToString("N"));
        return Task.CompletedTask;
    }

    private static string VersionOf(Type type)
    {
        var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? type.Assembly.GetName().Version!.ToString();
        return version.Split('+')[0];
    }
}
