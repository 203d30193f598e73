using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Chooses whether loops and functions of C# cells look out for interrupts.</summary>
internal sealed class GuardMagic : Magic
{
    public override MagicSyntax Syntax { get; } = new("guard", "Turns the checks that let loops of C# cells be interrupted on or off, from the next C# text on.",
        new MagicOption("on|off", null, "Off makes tight loops faster; interrupting them then leaves their thread behind.", IsRequired: true));

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        var csharp = run.Kernel.Languages.All.OfType<CSharpKernel>().Single();
        csharp.IsGuarded = call["on|off"] switch
        {
            "on" => true,
            "off" => false,
            var other => throw new MagicException($"#!guard takes on or off, not '{other}'"),
        };
        return Task.CompletedTask;
    }
}
