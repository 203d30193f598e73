using Workbench.Display;
using Workbench.Plots;

namespace Workbench.Tests.Display;

/// <summary>The usings that notebooks have by themselves.</summary>
public sealed class NotebookUsingsTests
{
    /// <summary>What the kernel uses in every notebook.</summary>
    private static readonly string[] Always =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] Own = [.. Usings().Where(text => text.StartsWith("Workbench.", StringComparison.Ordinal))];

    private static string[] Usings() => Assert.Single(typeof(Figure).Assembly.GetCustomAttributes(typeof(NotebookUsingsAttribute), inherit: false).Cast<NotebookUsingsAttribute>()).Usings;

    [Fact]
    public void Name_every_namespace_of_the_library() =>
        Assert.Equal(typeof(Figure).Assembly.GetExportedTypes().Select(type => type.Namespace!).Where(name => name != "Workbench.Display").Distinct().Order(), Own.Order());

    [Fact]
    public void No_name_becomes_ambiguous()
    {
        static IEnumerable<Type> Top(System.Reflection.Assembly assembly) => assembly.GetExportedTypes().Where(type => !type.IsNested);
        var ours = Top(typeof(Figure).Assembly).Where(type => Own.Contains(type.Namespace));
        var torch = Top(typeof(TorchSharp.torch).Assembly).Where(type => type.Namespace == "TorchSharp").Concat(typeof(TorchSharp.torch).GetNestedTypes());
        var system = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == Path.GetDirectoryName(typeof(object).Assembly.Location) && Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal))
            .SelectMany(file => Top(System.Reflection.Assembly.Load(Path.GetFileNameWithoutExtension(file)))).Where(type => Always.Contains(type.Namespace));
        var clashes = ours.Concat(torch).Concat(system).Distinct().GroupBy(type => type.Name)
            .Where(group => group.Count() > 1 && group.Any(type => type.Assembly == typeof(Figure).Assembly))
            .Select(group => string.Join(" and ", group.Select(type => type.FullName)));
        Assert.Empty(clashes);
    }
}
