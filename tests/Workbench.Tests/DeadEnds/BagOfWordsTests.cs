using TorchSharp;
using Workbench.DeadEnds;
using static TorchSharp.torch;

namespace Workbench.Tests.DeadEnds;

public class BagOfWordsTests
{
    private static readonly Tensor Texts = torch.tensor(new[] { 0L, 0L, 1L, 0L, 2L, 2L, 1L, 1L }).reshape(4, 2);
    private static readonly Tensor Labels = torch.tensor(new[] { 1f, 0f, 0f, 0f });

    [Fact]
    public void Naive_Bayes_has_the_posteriors_worked_out_by_hand()
    {
        // Undesired: two of token 0. Others: one of 0, three of 1, two of 2. With α = 1 over three tokens:
        // P(· | 1) = 3/5, 1/5, 1/5 and P(· | 0) = 2/9, 4/9, 3/9; a quarter of the texts is undesired.
        var judge = BagOfWords.NaiveBayes(Texts, Labels, vocabulary: 3);
        Assert.Equal(Math.Log(0.6 / (2 / 9.0)), judge.Weights[0], 12);
        Assert.Equal(Math.Log(0.2 / (4 / 9.0)), judge.Weights[1], 12);
        Assert.Equal(Math.Log(1 / 3.0), judge.Bias, 12);
        double Posterior(double ones, double zeros) => 0.25 * ones / ((0.25 * ones) + (0.75 * zeros));
        var found = judge.Posterior(torch.tensor(new[] { 0L, 0L, 0L, 2L }).reshape(2, 2)).data<double>().ToArray();
        Assert.Equal(Posterior(0.36, 4 / 81.0), found[0], 12);
        Assert.Equal(Posterior(0.12, 2 * 3 / 81.0), found[1], 12);
        Assert.Equal([0, 2, 1], judge.Heaviest(3));
    }

    [Fact]
    public void Logistic_regression_on_one_word_texts_finds_the_shares_of_each_word()
    {
        // 100 texts of each of three words, of which 10, 50 and 80 are undesired.
        long[] shares = [10, 50, 80];
        var texts = torch.tensor(Enumerable.Range(0, 300).Select(i => i / 100L).ToArray()).reshape(300, 1);
        var labels = torch.tensor(Enumerable.Range(0, 300).Select(i => i % 100 < shares[i / 100] ? 1f : 0f).ToArray());
        var judge = BagOfWords.Logistic(texts, labels, vocabulary: 3, penalty: 1e-7);
        var found = judge.Posterior(torch.tensor(new[] { 0L, 1L, 2L }).reshape(3, 1)).data<double>().ToArray();
        for (var word = 0; word < 3; word++)
            Assert.Equal(shares[word] / 100.0, found[word], 3);
        Assert.Equal([2, 1], judge.Heaviest(2));
    }

    [Fact]
    public void A_penalty_stops_where_its_slope_is_that_of_the_fit()
    {
        // Word 1 marks the undesired texts without exception: the optimum solves penalty · w = ½ (1 − σ(b + w)) and, by symmetry, w₀ = −w₁.
        var texts = torch.tensor(new[] { 0L, 1L }).reshape(2, 1);
        var judge = BagOfWords.Logistic(texts, torch.tensor(new[] { 0f, 1f }), vocabulary: 2, penalty: 0.1, steps: 1000);
        Assert.Equal(-judge.Weights[0], judge.Weights[1], 3);
        Assert.Equal(0.1 * judge.Weights[1], 0.5 / (1 + Math.Exp(judge.Bias + judge.Weights[1])), 4);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("both must occur", Assert.Throws<ArgumentException>(() => BagOfWords.NaiveBayes(Texts, torch.zeros(4), 3)).Message);
        Assert.Contains("one a text", Assert.Throws<ArgumentException>(() => BagOfWords.Logistic(Texts, torch.ones(3), 3)).Message);
        Assert.Contains("[0, 2]", Assert.Throws<ArgumentException>(() => BagOfWords.NaiveBayes(Texts, Labels, 2)).Message);
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => BagOfWords.NaiveBayes(torch.zeros(4, 2), Labels, 3)).Message);
        var judge = BagOfWords.NaiveBayes(Texts, Labels, 3);
        Assert.Contains("[0, 2]", Assert.Throws<ArgumentException>(() => judge.Posterior(torch.full(new long[] { 1, 1 }, 3L))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => judge.Heaviest(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => BagOfWords.Logistic(Texts, Labels, 3, penalty: double.NaN));
        Assert.Equal(BagOfWords.Logistic(Texts, Labels, 3).Weights, BagOfWords.Logistic(Texts, Labels.to_type(ScalarType.Int64), 3).Weights);
        Assert.Throws<ArgumentOutOfRangeException>(() => BagOfWords.NaiveBayes(Texts, Labels, 3, smoothing: 0));
    }
}
