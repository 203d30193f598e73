using TorchSharp;
using Workbench.Data;
using Workbench.DeadEnds;
using static TorchSharp.torch;

namespace Workbench.Device.Tests.Rooms;

/// <summary>Texts, what judges them and who writes them; automata and drawn canvases.</summary>
internal static class TokenEntries
{
    private const string OwnType = "its numbers have a type of their own";

    private static readonly TokenWorld World = GateWorld.Draw(seed: 11, horizon: 6);

    public static IEnumerable<Entry> All => new Entry[]
    {
        new Entry("bag of words, naive Bayes", at => BagOfWords.NaiveBayes(Texts(at), Styles(at), 6).Posterior(Texts(at))),
        new Entry("bag of words, logistic", at => BagOfWords.Logistic(Texts(at), Styles(at), 6, steps: 3).Posterior(Texts(at))),
        new Entry("word filter", at => RectifiedDecoding.Without(_ => at.Normal(1, 4, 6).softmax(-1), [1, 2])(Texts(at))),
        new Entry("projection on caps", at => RectifiedDecoding.Project(at.Normal(1, 4, 6).softmax(-1), at.Uniform(2, 4, 6) + 0.3)),
        new Entry("world of tokens", at => (IEnumerable<object>)[WorldModel.States(World, at.Whole(1, World.Vocabulary, 5, 4), Start), WorldModel.Of(World, Start)(at.Whole(1, World.Vocabulary, 5, 4))]),
        new Entry("chapters", at =>
        {
            Verse[] verses = [.. Enumerable.Range(0, 6).Select(i => new Verse($"{(i < 3 ? "Aa" : "Bb")}{i}:1", "abbabab"))];
            var (texts, labels) = new StyledChapters(verses, CharacterTokenizer.Of("ab"), ["Bb"]).Windows(ChapterPart.First, 3, at.Device);
            return (IEnumerable<object>)[texts, labels];
        }),
        new Entry("automaton", at => FiniteAutomaton.Sum(5).StatesAfter(at.Whole(1, 5, 3, 7))),
        new Entry("canvases", at =>
        {
            using var images = new LabelledImages(at.Uniform(1, 20, 1, 28, 28), arange(20, device: at.Device) % 10);
            var canvases = new GarmentCanvases(images);
            var pairs = canvases.Draw(4, at.Generator(2));
            return (IEnumerable<object>)[pairs.X0, pairs.X1, pairs.Labels!, canvases.Sample(3, at.Generator(3), 0, 1, 1)];
        })
        { Draws = true },
    }.Select(entry => entry with { Float32 = OwnType, NoBFloat16 = OwnType });

    private static int Start(int prompt) => GateWorld.State(risky: false, prompt);

    private static Tensor Texts(Place at) => at.Whole(4, 6, 12, 5);

    private static Tensor Styles(Place at) => (arange(12) % 2).to(ScalarType.Float32, at.Device);
}
