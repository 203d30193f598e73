using Workbench.Tests.Ablations;

namespace Workbench.Tests;

/// <summary>What this assembly does when it is started as a process; the test runner does not start it so.</summary>
internal static class Program
{
    public static int Main(string[] args) => args switch
    {
        ["ablation", var folder, var name] => AblationChild.Run(folder, name),
        _ => 64,
    };
}
