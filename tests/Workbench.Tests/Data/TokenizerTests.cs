using System.Text;
using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class TokenizerTests
{
    private const string Text = "the cat sat on the mat, the rat sat on the cat; 123 and 1234 – that's that";

    [Fact]
    public void Every_tokenizer_gives_back_what_it_took()
    {
        ITokenizer[] all = [CharacterTokenizer.Of(Text), new ByteTokenizer(), BytePairTokenizer.Train(Text, 280)];
        foreach (var tokenizer in all)
        {
            var tokens = tokenizer.Encode(Text);
            Assert.Equal(Text, tokenizer.Decode(tokens));
            Assert.All(tokens, token => Assert.InRange(token, 0, tokenizer.Vocabulary - 1));
            Assert.Throws<ArgumentException>(() => tokenizer.Decode([tokenizer.Vocabulary]));
            Assert.Empty(tokenizer.Encode(""));
        }
    }

    [Fact]
    public void Words_are_numbered_by_frequency_and_all_others_are_one_token()
    {
        var words = WordTokenizer.Of("The cat and the dog, and THE cat's mat: the end.", 4);
        // the 4, and 2, then one each: the first of the alphabet.
        Assert.Equal([WordTokenizer.UnknownWord, "the", "and", "cat"], Enumerable.Range(0, 4).Select(token => words[token]));
        Assert.Equal([2, 1, 3, 0, 0], words.Encode("and the Cat; cat's dogs - 12"));
        Assert.Equal("the cat <unk>", words.Decode([1, 3, 0]));
        Assert.Equal(7, WordTokenizer.Of("the cat and the dog, and the cat's mat", 100).Vocabulary);
        Assert.Contains("no word", Assert.Throws<ArgumentException>(() => WordTokenizer.Of("12 - 34", 5)).Message);
        Assert.Contains("0 to 3", Assert.Throws<ArgumentException>(() => words.Decode([4])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => WordTokenizer.Of("the", 1));
    }

    [Fact]
    public void Characters_are_numbered_by_code_point()
    {
        var tokenizer = CharacterTokenizer.Of("banana");
        Assert.Equal([1, 0, 2, 0, 2, 0], tokenizer.Encode("banana"));
        Assert.Contains("U+0078", Assert.Throws<ArgumentException>(() => tokenizer.Encode("bax")).Message);
        Assert.Throws<ArgumentException>(() => CharacterTokenizer.Of(""));
    }

    [Fact]
    public void The_published_example_of_byte_pairs_is_merged_in_its_order()
    {
        // Gage's aaabdaaabac: aa four times (overlapping ones counted apart), then ab or (aa)a … ties go to the smaller tokens.
        var tokenizer = BytePairTokenizer.Train("aaabdaaabac", 259);
        Assert.Equal(('a', 'a'), ((char)tokenizer.Merges[0].Left, (char)tokenizer.Merges[0].Right));
        Assert.Equal((97, 98), tokenizer.Merges[1]);
        Assert.Equal((256, 257), tokenizer.Merges[2]);
        Assert.Equal([258, 'd', 258, 'a', 'c'], tokenizer.Encode("aaabdaaabac"));
    }

    [Fact]
    public void Training_equals_counting_all_pairs_anew_after_each_merge()
    {
        var random = new Random(5);
        var text = string.Concat(Enumerable.Range(0, 400).Select(_ => "abcd "[random.Next(5)]));
        var fast = BytePairTokenizer.Train(text, 300);

        // Words by hand: the text has letters and spaces only, and a space belongs to the word behind it.
        var words = System.Text.RegularExpressions.Regex.Matches(text, " ?[a-d]+| +(?= [a-d])| +$").Select(match => Encoding.ASCII.GetBytes(match.Value).Select(b => (int)b).ToList()).ToList();
        var merges = new List<(int, int)>();
        while (merges.Count < 44)
        {
            var pairs = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair).Where(group => group.Count() > 1)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key).ToList();
            if (pairs.Count == 0)
                break;
            var (left, right) = pairs[0].Key;
            foreach (var word in words)
                for (var i = 0; i + 1 < word.Count; i++)
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] = 256 + merges.Count;
                        word.RemoveAt(i + 1);
                    }

            merges.Add((left, right));
        }

        Assert.Equal(merges, fast.Merges);
        Assert.Equal(words.Sum(word => word.Count), fast.Encode(text).Length);
    }

    [Fact]
    public void Byte_pairs_stop_when_nothing_repeats_and_need_more_than_bytes()
    {
        Assert.Equal(256, BytePairTokenizer.Train("abc", 1000).Vocabulary);
        Assert.Throws<ArgumentOutOfRangeException>(() => BytePairTokenizer.Train("abc", 256));
    }

    [Fact]
    public void Windows_are_pieces_of_their_part()
    {
        using var data = TokenStream.Of([.. Enumerable.Range(0, 1000)], trainShare: 0.9);
        using var sample = data.Sample(50, 7, new Generator(1));
        Assert.Equal([50L, 8], sample.shape);
        Assert.True((sample.narrow(1, 1, 7) - sample.narrow(1, 0, 7)).eq(1).all().item<bool>());
        Assert.True(sample.max().item<long>() < 900);
        using var other = data.Sample(50, 7, new Generator(1));
        Assert.True(sample.equal(other).all().item<bool>());
        using var test = data.Fixed(5, 9);
        Assert.Equal([900L, 922, 945, 967, 990], test.select(1, 0).data<long>().ToArray());
        Assert.Throws<ArgumentException>(() => data.Fixed(1, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenStream.Of([1, 2], 1));
    }

    [Fact]
    public void Backcopy_copies_after_triggers_and_follows_the_table_elsewhere()
    {
        var task = new BigramBackcopy("abcab tacbe abacte");
        using var sample = task.Sample(3000, 20, new Generator(3));
        var tokens = sample.data<long>().ToArray();
        var pairs = new double[task.Vocabulary, task.Vocabulary];
        for (var row = 0; row < 3000; row++)
        {
            var sequence = tokens[(row * 21)..((row + 1) * 21)];
            Assert.Equal(task.Start, sequence[0]);
            for (var i = 2; i < 21; i++)
            {
                if (task.IsTrigger((int)sequence[i - 1]) && i > 2)
                    Assert.Equal(sequence[i - 2], sequence[i]);
                else
                    pairs[sequence[i - 1], sequence[i]]++;
            }
        }

        for (var from = 0; from < task.Start; from++)
        {
            var total = Enumerable.Range(0, task.Start).Sum(to => pairs[from, to]);
            for (var to = 0; to < task.Start; to++)
                Assert.Equal(task.Bigrams[from, to], pairs[from, to] / total, 0.05);
        }

        Assert.Equal(1, Enumerable.Range(0, task.Start).Sum(to => task.Bigrams[0, to]), 12);
        Assert.Throws<ArgumentException>(() => new BigramBackcopy("abc"));
    }
}
