using Workbench.Cli.Running;

namespace Workbench.Cli.Tests;

public sealed class LastLineTests
{
    [Theory]
    [InlineData("epoch 1\repoch 2", "epoch 2")]
    [InlineData("a longer line\rshort", "short")]
    [InlineData("kept until\r", "kept until")]
    [InlineData("done\n", "done")]
    [InlineData("done\n\n", "done")]
    [InlineData("first\nsecond", "second")]
    [InlineData("first\r\nsecond\r\n", "second")]
    [InlineData("tab\there", "tab here")]
    [InlineData("", "")]
    public void Text_is_followed_as_a_terminal_shows_it(string text, string expected)
    {
        var whole = new LastLine();
        whole.Feed(text);
        Assert.Equal(expected, whole.Text);

        var pieces = new LastLine();
        foreach (var character in text)
            pieces.Feed(character.ToString());
        Assert.Equal(expected, pieces.Text);
    }

    [Fact]
    public void Clearing_forgets_everything()
    {
        var line = new LastLine();
        line.Feed("old\nnew");
        line.Clear();
        Assert.Equal("", line.Text);
    }
}
