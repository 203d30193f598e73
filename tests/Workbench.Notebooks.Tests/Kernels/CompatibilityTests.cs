using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Kernels;

/// <summary>What notebooks of .NET Interactive call besides displays; the rest is in the notebooks of the folder Interactive.</summary>
[Collection(EngineCollection.Name)]
public class CompatibilityTests
{
    [Fact]
    public async Task Questions_reach_the_front_end()
    {
        var notebook = new Notebook();
        foreach (var answer in new[] { "a", "b", "c", "d", "e" })
            notebook.Answers.Enqueue(answer);
        Assert.Equal("abcde", await notebook.Value("await GetInputAsync(\"1\") + await GetInputAsync(\"2\", typeHint: \"password\") + (await GetPasswordAsync(\"3\")).GetClearTextPassword() + input(\"4\") + password(\"5\").GetClearTextPassword()"));
        Assert.Equal(["1", "*2", "*3", "4", "*5"], notebook.Questions);
        Assert.Contains("nobody is here", (await notebook.Fail("input()")).Message);
        notebook.Answers.Enqueue("secret");
        Assert.DoesNotContain("secret", (string?)(await notebook.Run("password(\"again\")")).Result!["text/html"]);
    }

    [Fact]
    public async Task Guards_can_be_turned_off_and_on()
    {
        var notebook = new Notebook();
        await notebook.Run("#!guard off\nvar a = 1;");
        Assert.False(Guarded(notebook));
        await notebook.Run("#!guard on");
        Assert.True(Guarded(notebook));
        Assert.Contains("#!guard takes on or off, not 'maybe'", (await notebook.Fail("#!guard maybe")).Message);
    }

    [Fact]
    public async Task Values_of_kernels_are_reached_by_name()
    {
        var notebook = new Notebook();
        await notebook.Run("var x = 3; string nothing = null;\nvar csharp = Kernel.Root.FindKernelByName(\"csharp\");");
        Assert.Equal("(True, 3, False, True)", (await notebook.Value("(csharp.TryGetValue<int>(\"x\", out var found), found, csharp.TryGetValue<string>(\"x\", out _), csharp.TryGetValue<string>(\"nothing\", out _))"))!.Replace("( ", "(").Replace(" )", ")"));
        Assert.Equal("5", await notebook.Value("await csharp.SetValueAsync(\"y\", 5, typeof(int));\nawait Kernel.Root.SubmitCodeAsync(\"var z = y;\");\ncsharp.TryGetValue<int>(\"z\", out var z) ? z : 0"));
    }

    [Fact]
    public async Task A_command_fails_in_its_result()
    {
        var notebook = new Notebook();
        await notebook.Run("using Microsoft.DotNet.Interactive.Commands;\nusing Microsoft.DotNet.Interactive.Events;");
        Assert.Equal("There is no kernel 'none'.", await notebook.Value("(await Kernel.Root.SendAsync(new SubmitCode(\"1\", \"none\"))).Events.OfType<CommandFailed>().Single().Message"));
        Assert.Equal("Value 'none' not found in kernel csharp", await notebook.Value("(await Kernel.Root.SendAsync(new RequestValue(\"none\"))).Events.OfType<CommandFailed>().Single().Message"));
    }

    private static bool Guarded(Notebook notebook) => notebook.Kernel.Languages.All.OfType<Workbench.Notebooks.Engine.CSharpKernel>().Single().IsGuarded;
}
