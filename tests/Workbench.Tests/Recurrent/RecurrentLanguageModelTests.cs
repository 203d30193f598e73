using TorchSharp;
using Workbench.Recurrent;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Recurrent;

public class RecurrentLanguageModelTests
{
    [Fact]
    public void It_sees_the_past_only_and_is_that_of_its_seed()
    {
        var model = Model(3);
        var tokens = torch.tensor(new[] { 0L, 2L, 1L, 3L, 0L, 2L, 3L, 1L }).reshape(2, 4);
        var logits = model.call(tokens);
        Assert.Equal([2L, 4, 4], logits.shape);
        // The two texts agree in their first two tokens.
        Assert.True(logits[0].narrow(0, 0, 2).eq(logits[1].narrow(0, 0, 2)).all().item<bool>());
        Assert.False(logits[0, 2].allclose(logits[1, 2]));
        Assert.True(logits.eq(Model(3).call(tokens)).all().item<bool>());
        Assert.False(logits.allclose(Model(4).call(tokens)));
    }

    [Fact]
    public void It_learns_a_text_in_which_the_token_before_the_last_decides()
    {
        // 0 0 1 1 0 0 1 1 …: the next token is the other one of the token before the last.
        var text = torch.tensor(Enumerable.Range(0, 12).Select(i => (long)(i / 2 % 2)).ToArray());
        var windows = torch.stack([.. Enumerable.Range(0, 4).Select(i => text.narrow(0, i, 9))]);
        var model = new RecurrentLanguageModel(2, 8, 0, new GruCell(8, 12, 1), new GruCell(12, 10, 2));
        LanguageModel.Train(model, 150, _ => windows, 0, new LoopOptions { Optimizer = p => optim.Adam(p, 2e-2) });
        Assert.InRange(LanguageModel.Loss(model, windows, firstTarget: 2), 0, 0.02);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("Cell 1 takes 8", Assert.Throws<ArgumentException>(() =>
            new RecurrentLanguageModel(4, 8, 0, new GruCell(8, 6, 1), new GruCell(8, 6, 2))).Message);
        Assert.Contains("needs a cell", Assert.Throws<ArgumentException>(() => new RecurrentLanguageModel(4, 8, 0)).Message);
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => Model(0).call(torch.zeros(2, 3))).Message);
    }

    private static RecurrentLanguageModel Model(int seed) => new(4, 6, seed, new GruCell(6, 5, seed + 10), new GruCell(5, 5, seed + 11));
}
