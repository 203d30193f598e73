using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>The classifier of TorchSharp's MNIST example, on Fashion-MNIST, written the way TorchSharp's users write it.</summary>
public class ImageClassifierTests
{
    private sealed class Model : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> conv1 = Conv2d(1, 16, 3);
        private readonly Module<Tensor, Tensor> conv2 = Conv2d(16, 32, 3);
        private readonly Module<Tensor, Tensor> fc1 = Linear(32 * 5 * 5, 64);
        private readonly Module<Tensor, Tensor> fc2 = Linear(64, 10);
        private readonly Module<Tensor, Tensor> pool = MaxPool2d(kernel_size: [2, 2]);
        private readonly Module<Tensor, Tensor> relu = ReLU();
        private readonly Module<Tensor, Tensor> dropout = Dropout(0.25);
        private readonly Module<Tensor, Tensor> flatten = Flatten();
        private readonly Module<Tensor, Tensor> logsm = LogSoftmax(1);

        public Model(string name) : base(name) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var d = NewDisposeScope();
            var x = pool.call(relu.call(conv1.call(input)));
            x = pool.call(relu.call(conv2.call(x)));
            x = dropout.call(relu.call(fc1.call(flatten.call(x))));
            return logsm.call(fc2.call(x)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Six thousand images suffice for an accuracy of 0.81 to 0.84 (four seeds); chance is 0.10.</summary>
    [SkippableFact]
    public void Fashion_MNIST_is_learned()
    {
        Skip.If(FashionFiles.Folder is null, "Fashion-MNIST is not there (Debian's package dataset-fashion-mnist)");
        using var all = NewDisposeScope();
        manual_seed(1);
        var (images, labels) = FashionFiles.Read(train: true, 6000);
        var (testImages, testLabels) = FashionFiles.Read(train: false, 2000);
        using var train = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(images, labels), 32, shuffle: true, seed: 1);
        using var test = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(testImages, testLabels), 256);
        using var model = new Model("model");
        using var optimizer = optim.Adam(model.parameters(), lr: 2e-3);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.7);

        var untrained = Accuracy(model, test);
        Assert.InRange(untrained, 0, 0.3);
        for (var epoch = 0; epoch < 5; epoch++)
        {
            Train(model, optimizer, train);
            scheduler.step();
        }
        var accuracy = Accuracy(model, test);
        Assert.True(accuracy > 0.79, $"accuracy {accuracy} on {test.dataset.Count} images");
        Assert.True(all.DisposablesCount < 100, $"{all.DisposablesCount} objects are left in the scope of {train.Count} steps an epoch");
    }

    private static void Train(Model model, optim.Optimizer optimizer, IterableDataLoader loader)
    {
        model.train();
        foreach (var batch in loader)
        {
            using var d = NewDisposeScope();
            optimizer.zero_grad();
            var prediction = model.call(batch[0]);
            var loss = nll_loss(prediction, batch[1]);
            loss.backward();
            optimizer.step();
        }
    }

    private static double Accuracy(Model model, IterableDataLoader loader)
    {
        model.eval();
        using var guard = no_grad();
        var correct = 0L;
        foreach (var batch in loader)
        {
            using var d = NewDisposeScope();
            var prediction = model.call(batch[0]);
            correct += prediction.argmax(1).eq(batch[1]).sum().ToInt64();
        }
        return (double)correct / loader.dataset.Count;
    }
}
