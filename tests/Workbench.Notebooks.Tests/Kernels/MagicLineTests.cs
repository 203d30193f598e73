using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Tests.Kernels;

public class MagicLineTests
{
    [Theory]
    [InlineData("time", "time")]
    [InlineData("  a \t b\r", "a|b")]
    [InlineData("set --value \"two words\" --name x", "set|--value|two words|--name|x")]
    [InlineData("--value @input:\"Who are you?\"", "--value|@input:Who are you?")]
    [InlineData("a\"\" \"\"", "a|")]
    [InlineData("\"say \\\"so\\\"\" \"C:\\dir\"", "say \"so\"|C:\\dir")]
    [InlineData("@input:{\"prompt\":\"a } b\", \"type\": \"text\"} c", "@input:{\"prompt\":\"a } b\", \"type\": \"text\"}|c")]
    [InlineData("time // as fast as it gets", "time")]
    [InlineData("--from-url http://a/b", "--from-url|http://a/b")]
    public void Words_keep_quoted_text_and_braces_together(string line, string words) =>
        Assert.Equal(words, string.Join('|', MagicLine.Words(line)));

    [Theory]
    [InlineData("a \"b", "a quote is not closed: \"b")]
    [InlineData("@input:{ x", "a brace is not closed: { x")]
    public void What_is_opened_must_be_closed(string line, string message) =>
        Assert.Equal(message, Assert.Throws<MagicException>(() => MagicLine.Words(line)).Message);

    private static readonly MagicSyntax Syntax = new("test", "Tests.", new MagicOption("file", null, "A file.", IsRequired: true), new MagicOption("--name", "name", "A name."),
        new MagicOption("--all", null, "All."), new MagicOption("--one", "x", "One."))
    {
        Aliases = ["t"],
        Exclusive = ["--all", "--one"],
    };

    [Theory]
    [InlineData("f", "file=f")]
    [InlineData("f --name a", "file=f --name=a")]
    [InlineData("--name=a=b --all f", "--name=a=b --all= file=f")]
    [InlineData("f --name --all", "file=f --name=--all")]
    public void Options_are_read(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Syntax.Parse(MagicLine.Words(line)).Values.Select(entry => $"{entry.Key}={entry.Value}")));

    [Theory]
    [InlineData("", "#!test needs <file>")]
    [InlineData("f g", "#!test does not take 'g'")]
    [InlineData("f --nmae x", "#!test has no option --nmae; did you mean --name?")]
    [InlineData("f --color x", "#!test has no option --color")]
    [InlineData("f --name", "#!test needs a value after --name")]
    [InlineData("f --all=1", "#!test takes no value for --all")]
    [InlineData("f --name a --name b", "#!test has --name twice")]
    [InlineData("f --one 1 --all", "The --all and --one options cannot be used together.")]
    public void Wrong_lines_are_refused(string line, string message) =>
        Assert.Equal(message, Assert.Throws<MagicException>(() => Syntax.Parse(MagicLine.Words(line))).Message);

    [Fact]
    public void The_usage_names_all_there_is()
    {
        Assert.True(Syntax.Parse(["--name", "--help"]).IsHelp);
        Assert.Equal(
            """
            Tests.

            Usage: #!test <file> [--name <name>] [--all] [--one <x>]
            Also:  #!t

              <file>         A file.
              --name <name>  A name.
              --all          All.
              --one <x>      One.
            """, Syntax.Usage);
    }

    [Theory]
    [InlineData("tmie", "; did you mean #!time?")]
    [InlineData("cshrap", "; did you mean #!csharp?")]
    [InlineData("python", "")]
    public void The_nearest_name_is_hinted_at(string name, string hint) =>
        Assert.Equal(hint, NearestName.Hint(name, ["csharp", "time", "who"], "#!"));
}
