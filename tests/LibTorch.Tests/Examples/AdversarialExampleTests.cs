using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>The fast gradient sign method: a small step of every pixel, in the direction that raises the loss, deceives a good classifier.</summary>
public class AdversarialExampleTests
{
    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> conv = Conv2d(1, 8, 3, padding: 1);
        private readonly Module<Tensor, Tensor> pool = MaxPool2d(2);
        private readonly Module<Tensor, Tensor> fc1 = Linear(8 * 6 * 6, 32);
        private readonly Module<Tensor, Tensor> fc2 = Linear(32, 10);

        public Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = pool.call(relu(conv.call(input))).flatten(1);
            return log_softmax(fc2.call(relu(fc1.call(x))), 1).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void A_step_along_the_gradients_sign_lowers_the_accuracy_and_one_at_random_does_not()
    {
        using var all = NewDisposeScope();
        manual_seed(7);
        var patterns = rand(10, 1, 12, 12);
        var (images, labels) = Draw(patterns, 600);
        var (testImages, testLabels) = Draw(patterns, 300);
        using var model = new Net();
        using var optimizer = optim.Adam(model.parameters(), lr: 3e-3);
        model.train();
        for (var epoch = 0; epoch < 15; epoch++)
            for (var first = 0; first < 600; first += 50)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                nll_loss(model.call(images.narrow(0, first, 50)), labels.narrow(0, first, 50)).backward();
                optimizer.step();
            }

        model.eval();
        var clean = Accuracy(model, testImages, testLabels);
        Assert.True(clean > 0.95, $"accuracy {clean}");
        var attacked = new[] { 0.05, 0.1, 0.2 }.Select(epsilon => Accuracy(model, Attack(model, testImages, testLabels, epsilon), testLabels)).ToArray();
        Assert.True(attacked[0] < clean && attacked[1] < attacked[0] && attacked[2] < attacked[1], string.Join(" ", attacked));
        Assert.True(attacked[2] < 0.3, $"accuracy {attacked[2]}");
        var noise = (testImages + 0.2 * randn_like(testImages).sign()).clamp(0, 1);
        Assert.True(Accuracy(model, noise, testLabels) > 0.9, $"accuracy {Accuracy(model, noise, testLabels)} with noise of the same size");
    }

    /// <summary>The images, each pixel moved by epsilon up or down, within [0, 1].</summary>
    private static Tensor Attack(Net model, Tensor images, Tensor labels, double epsilon)
    {
        using var scope = NewDisposeScope();
        using var data = images.clone().requires_grad_();
        model.zero_grad();
        nll_loss(model.call(data), labels).backward();
        var moved = (images + epsilon * data.grad!.sign()).clamp(0, 1);
        Assert.True((moved - images).abs().max().item<float>() < epsilon + 1e-6);
        return moved.MoveToOuterDisposeScope();
    }

    private static double Accuracy(Net model, Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        return model.call(images).argmax(1).eq(labels).to(float32).mean().item<float>();
    }

    /// <summary>One of ten patterns [12, 12], faded into another one and noisy.</summary>
    private static (Tensor images, Tensor labels) Draw(Tensor patterns, int count)
    {
        using var scope = NewDisposeScope();
        var (labels, others) = (randint(0, 10, [count], dtype: int64), randint(0, 10, [count], dtype: int64));
        var images = 0.6 * patterns.index_select(0, labels) + 0.3 * patterns.index_select(0, others) + 0.1 * rand(count, 1, 12, 12);
        return (images.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }
}
