using System.Runtime.CompilerServices;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Tests.Engine;

/// <summary>An engine takes the console of its process, so tests with one run one after the other.</summary>
[CollectionDefinition(Name)]
public class EngineCollection
{
    public const string Name = "engine";

    /// <summary>The time a cell has to stop. On a loaded machine, one that obeys an interrupt may still take seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Gives the engine's own grace time back to a test that waits until it is over.</summary>
    public static async Task WithoutPatience(Func<Task> test)
    {
        CellRunner.Grace = TimeSpan.FromSeconds(2);
        try
        {
            await test();
        }
        finally
        {
            CellRunner.Grace = Patience;
        }
    }

    [ModuleInitializer]
    internal static void BePatient() => CellRunner.Grace = Patience;
}
