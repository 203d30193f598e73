using Workbench.Notebooks.Intelligence;

namespace Workbench.Notebooks.Tests.Intelligence;

public class CompletenessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1 + 1")]
    [InlineData("var x = 1;")]
    [InlineData("// only a comment")]
    [InlineData("class A { }")]
    [InlineData("#!time")]
    [InlineData("#!time\nvar x = 1;")]
    [InlineData("#r \"nuget: Some.Package, 1.0\"")]
    [InlineData("#!html\n<b>if (</b>")]
    [InlineData("await foreach (var x in xs) { }")]
    [InlineData("Console.WriteLine(\"(\")")]
    public void A_text_that_can_be_run_is_complete(string code) => Assert.Equal(CompletenessStatus.Complete, Of(code).Status);

    [Theory]
    [InlineData("if (x)", "")]
    [InlineData("foreach (var x in xs) {", "    ")]
    [InlineData("class A {\n    void M() {", "        ")]
    [InlineData("class A\n{\n    void M() { }", "    ")]
    [InlineData("Console.WriteLine(1,", "")]
    [InlineData("var x =", "")]
    [InlineData("x +", "")]
    [InlineData("xs.Where(x => x >", "")]
    [InlineData("/* open", "")]
    [InlineData("var s = @\"abc", "")]
    [InlineData("var s = \"\"\"\n  abc", "")]
    [InlineData("#if DEBUG\nvar x = 1;", "")]
    [InlineData("try { }", "")]
    [InlineData("using System", "")]
    [InlineData("#!time\nfor (;;) {", "    ")]
    [InlineData("[Obsolete]", "")]
    [InlineData("public", "")]
    [InlineData("do { }", "")]
    [InlineData("switch (x) { case 1:", "    ")]
    [InlineData("if (x) { }\nelse", "")]
    public void A_text_that_lacks_only_its_end_is_incomplete(string code, string indent)
    {
        Assert.Equal(new Completeness(CompletenessStatus.Incomplete, indent), Of(code));
    }

    [Theory]
    [InlineData("var = ;;)")]
    [InlineData("foo(1;\nvar y = 2;")]
    [InlineData("}")]
    [InlineData("1 +/ 2;")]
    [InlineData("var s = \"abc\nvar t = 1;")]
    [InlineData("class { }")]
    public void What_follows_cannot_make_garbage_right(string code) => Assert.Equal(CompletenessStatus.Invalid, Of(code).Status);

    [Fact]
    public void Deep_nesting_is_answered() => Assert.NotEqual(CompletenessStatus.Complete, Of(new string('(', 200_000)).Status);

    private static Completeness Of(string code) => new CodeIntelligence(
        () => throw new InvalidOperationException("needs no cells"), [], word => word is "html" or "csharp" ? word : null).IsComplete(code);
}
