using TorchSharp;
using Workbench.Data;
using Workbench.DeadEnds;
using static TorchSharp.torch;

namespace Workbench.Tests.DeadEnds;

public class StyledChaptersTests
{
    /// <summary>Forty chapters of two verses, the text of chapter n being the letters a and b n times; 1B begins at the eleventh.</summary>
    private static readonly Verse[] Verses = [.. Enumerable.Range(0, 40).SelectMany(i => new[]
    {
        new Verse($"{(i < 10 ? "Aa" : "1B")}{(i % 10) + (i >= 10 ? 10 * (i / 10) : 0) + 1}:1", new string('a', i + 1)),
        new Verse($"{(i < 10 ? "Aa" : "1B")}{(i % 10) + (i >= 10 ? 10 * (i / 10) : 0) + 1}:2", new string('b', i + 1)),
    })];

    [Fact]
    public void Chapters_are_dealt_out_and_cut_into_windows_inside_a_chapter()
    {
        var letters = CharacterTokenizer.Of("\nab");
        var chapters = new StyledChapters(Verses, letters, ["1B"]);
        // Chapter i (from 0) has 2i + 3 tokens with the line break. Held out are 19 and 39; even ones are the first part.
        Assert.Equal(Enumerable.Range(0, 40).Where(i => i % 20 != 19).Sum(i => (2 * i) + 3), chapters.Tokens.Length);
        var (texts, labels) = chapters.Windows(ChapterPart.First, 5);
        int[] first = [.. Enumerable.Range(0, 20).Select(i => 2 * i)];
        Assert.Equal([first.Sum(i => ((2 * i) + 3) / 5), 5L], texts.shape);
        Assert.Equal(first.Where(i => i >= 10).Sum(i => ((2 * i) + 3) / 5), labels.sum().item<float>());
        // The first chapter long enough is the third: aaa, a line break, bbb.
        Assert.Equal(letters.Encode("aaa\nb").Select(token => (long)token), texts[0].data<long>().ToArray());
        Assert.Equal((41 / 5) + (81 / 5), chapters.Windows(ChapterPart.Held, 5).Texts.shape[0]);
        Assert.Equal(1, chapters.Windows(ChapterPart.Held, 5).Labels.min().item<float>());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var letters = CharacterTokenizer.Of("\nab");
        Assert.Contains("no book '2B'; there are Aa, 1B", Assert.Throws<ArgumentException>(() => new StyledChapters(Verses, letters, ["2B"])).Message);
        Assert.Contains("'Aa1'", Assert.Throws<ArgumentException>(() => new StyledChapters([new Verse("Aa1", "a")], letters, [])).Message);
        Assert.Contains("1000 tokens", Assert.Throws<ArgumentException>(() => new StyledChapters(Verses, letters, ["Aa"]).Windows(ChapterPart.Held, 1000)).Message);
    }
}
