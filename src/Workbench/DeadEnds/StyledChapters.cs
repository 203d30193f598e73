using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.DeadEnds;

/// <summary>What a chapter is for.</summary>
public enum ChapterPart
{
    /// <summary>Judge A learns from it, and the language model.</summary>
    First,

    /// <summary>Judge B learns from it, and the language model.</summary>
    Second,

    /// <summary>Held out: prompts come from it.</summary>
    Held,
}

/// <summary>
/// A book in chapters for questions of style: some books have the style that is undesired, and chapters are dealt out to two judges, so that
/// what trains and what evaluates never saw the same text; every twentieth is held out.
/// </summary>
/// <remarks>
/// <code>
/// var chapters = new StyledChapters(KingJamesBible.Verses(), words, ["1Sm", "2Sm", "1Ki", "2Ki", "1Chr", "2Chr"]);
/// var (texts, labels) = chapters.Windows(ChapterPart.First, length: 20);
/// var judge = BagOfWords.NaiveBayes(texts, labels, words.Vocabulary);
/// </code>
/// </remarks>
public sealed class StyledChapters
{
    private readonly (ChapterPart Part, bool Styled, int[] Tokens)[] chapters;

    /// <summary>Chapters in the order of the verses.</summary>
    /// <param name="verses">Verses whose references are book, chapter, colon and verse, as those of <see cref="KingJamesBible"/>.</param>
    /// <param name="words">Makes tokens of them.</param>
    /// <param name="books">The books of the style, as references name them; each occurs.</param>
    /// <exception cref="ArgumentException">A reference has no colon, or a book does not occur.</exception>
    public StyledChapters(IEnumerable<Verse> verses, ITokenizer words, IReadOnlyCollection<string> books)
    {
        ArgumentNullException.ThrowIfNull(verses);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(books);
        var grouped = verses.GroupBy(verse => verse.Reference.IndexOf(':') is var colon and > 0 ? verse.Reference[..colon]
            : throw new ArgumentException($"'{verse.Reference}' is no reference as Ge1:1.", nameof(verses))).ToArray();
        static string Book(string chapter) => chapter.TrimEnd("0123456789".ToCharArray());
        var known = grouped.Select(chapter => Book(chapter.Key)).ToHashSet();
        if (books.FirstOrDefault(book => !known.Contains(book)) is { } missing)
            throw new ArgumentException($"There is no book '{missing}'; there are {string.Join(", ", known)}.", nameof(books));
        chapters = [.. grouped.Select((chapter, i) => (
            i % 20 == 19 ? ChapterPart.Held : i % 2 == 0 ? ChapterPart.First : ChapterPart.Second,
            books.Contains(Book(chapter.Key)),
            words.Encode(string.Join('\n', chapter.Select(verse => verse.Text)))))];
    }

    /// <summary>The tokens of all chapters that are not held out.</summary>
    public int[] Tokens => [.. chapters.Where(chapter => chapter.Part != ChapterPart.Held).SelectMany(chapter => chapter.Tokens)];

    /// <summary>Windows that follow each other in the chapters of a part; what is left at the end of a chapter is not used.</summary>
    /// <param name="part">The part.</param>
    /// <param name="length">Tokens of a window.</param>
    /// <param name="device">Where the tensors go; the CPU when null.</param>
    /// <returns>int64 [windows, length] and float32 [windows], 1 for windows of the style.</returns>
    /// <exception cref="ArgumentException">No chapter of the part is as long.</exception>
    public (Tensor Texts, Tensor Labels) Windows(ChapterPart part, int length, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var windows = chapters.Where(chapter => chapter.Part == part)
            .SelectMany(chapter => chapter.Tokens.Chunk(length).Where(window => window.Length == length).Select(window => (window, chapter.Styled))).ToArray();
        if (windows.Length == 0)
            throw new ArgumentException($"No chapter of the part {part} has {length} tokens.", nameof(length));
        return (torch.tensor(windows.SelectMany(pair => pair.window).Select(token => (long)token).ToArray(), device: device).reshape(windows.Length, length),
            torch.tensor(windows.Select(pair => pair.Styled ? 1f : 0f).ToArray(), device: device));
    }
}
