using TorchSharp;
using Workbench.LibTorch.Tests.Files;
using Workbench.LibTorch.Tests.Tensorboard;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.utils.data;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>A training run as TorchSharp's users log it, and what TensorBoard finds of it.</summary>
public sealed class TensorBoardTrainingTests : FileTests
{
    [SkippableFact]
    public void A_run_is_logged()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var writer = torch.utils.tensorboard.SummaryWriter(At("runs"));
        writer.add_text("settings", "SGD, learning rate **0.1**", 0);
        using var model = Sequential(("hidden", Linear(2, 16)), ("act", Tanh()), ("out", Linear(16, 2)));
        using var optimizer = optim.SGD(model.parameters(), 0.1, momentum: 0.9);
        var points = randn(128, 2);
        using var loader = DataLoader(TensorDataset(points, (points.prod(1) > 0).to(int64)), 32, shuffle: true, seed: 1);
        var losses = new List<float>();
        for (var epoch = 0; epoch < 12; epoch++)
        {
            var (sum, right) = (0f, 0L);
            foreach (var batch in loader)
            {
                optimizer.zero_grad();
                var logits = model.call(batch[0]);
                var loss = functional.cross_entropy(logits, batch[1]);
                loss.backward();
                optimizer.step();
                sum += loss.item<float>() / loader.Count;
                right += (logits.argmax(1) == batch[1]).sum().item<long>();
            }
            losses.Add(sum);
            writer.add_scalar("loss/train", sum, epoch);
            writer.add_scalars("accuracy", new[] { ("train", right / 128f) }, epoch);
            foreach (var (name, parameter) in model.named_parameters()) writer.add_histogram(name, parameter, epoch);
        }
        writer.add_img("points", cat([points, points], 1).reshape(1, 16, 32).sigmoid(), 12);

        var events = EventDecoder.Read(At("runs"))[1..].Select(e => (step: e.TryGetProperty("step", out var step) ? step.GetInt32() : 0, value: e.Value())).ToList();
        Assert.Equal(1 + 12 * (1 + 4) + 1, events.Count);
        Assert.Equal(("text", "SGD, learning rate **0.1**"), (events[0].value.GetProperty("plugin").GetString(), events[0].value.GetProperty("text").GetString()));
        var logged = events.Where(e => e.value.GetProperty("tag").GetString() == "loss/train").ToList();
        Assert.Equal(losses, logged.Select(e => e.value.GetProperty("number").GetSingle()));
        Assert.Equal(Enumerable.Range(0, 12), logged.Select(e => e.step));
        Assert.True(losses[^1] < losses[0] / 1.5, string.Join(" ", losses));

        var last = events.Last(e => e.value.GetProperty("tag").GetString() == "hidden.weight").value.GetProperty("histogram");
        var weights = model.state_dict()["hidden.weight"].to(float64);
        Assert.Equal(32, last.GetProperty("num").GetDouble());
        Assert.Equal(32, last.GetProperty("bucket").Doubles().Sum());
        Assert.Equal(weights.min().item<double>(), last.GetProperty("min").GetDouble());
        Assert.Equal(weights.sum().item<double>(), last.GetProperty("sum").GetDouble(), 12);
        Assert.Equal([16, 32, 3], events[^1].value.GetProperty("image").GetProperty("announced").Integers());
        Assert.Equal(13, EventDecoder.Read(At("runs/accuracy_train")).Length);
    }
}
