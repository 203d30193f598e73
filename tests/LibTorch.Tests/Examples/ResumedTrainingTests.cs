using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>Training that is saved, thrown away and resumed gives the bits of training that was never interrupted.</summary>
public sealed class ResumedTrainingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wb-resume");

    public void Dispose() => folder.Delete(recursive: true);

    private static Sequential Net() => Sequential(("in", Linear(4, 16)), ("norm", BatchNorm1d(16)), ("act", GELU()), ("drop", Dropout(0.2)),
        ("out", Linear(16, 3)));

    private static void Train(Sequential net, optim.Optimizer optimizer, optim.lr_scheduler.LRScheduler scheduler, int from, int to)
    {
        net.train();
        for (var step = from; step < to; step++)
        {
            using var scope = NewDisposeScope();
            // Data and dropout of a step depend on its number only, as of a loop that seeds every step.
            manual_seed(1000 + step);
            var (x, y) = (randn(8, 4), randint(0, 3, [8]));
            optimizer.zero_grad();
            functional.cross_entropy(net.call(x), y).backward();
            optimizer.step();
            scheduler.step();
        }
    }

    public static TheoryData<string> Kinds => ["SGD", "Adam", "AdamW", "RMSProp", "Adagrad", "NAdam"];

    private static OptimizerHelper Make(string kind, Module net) => kind switch
    {
        "SGD" => optim.SGD(net.parameters(), 0.05, momentum: 0.9, nesterov: true),
        "Adam" => optim.Adam(net.parameters(), 0.01, amsgrad: true),
        "AdamW" => optim.AdamW(net.parameters(), 0.01, weight_decay: 0.1),
        "RMSProp" => optim.RMSProp(net.parameters(), 0.01, momentum: 0.5, centered: true),
        "Adagrad" => optim.Adagrad(net.parameters(), 0.05),
        _ => optim.NAdam(net.parameters(), 0.01),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bits_are_the_same(string kind)
    {
        using var all = NewDisposeScope();
        manual_seed(7);
        using var whole = Net();
        using var wholeOptimizer = Make(kind, whole);
        var (model, state) = (Path.Combine(folder.FullName, kind + ".model"), Path.Combine(folder.FullName, kind + ".state"));
        var schedule = optim.lr_scheduler.ExponentialLR(wholeOptimizer, 0.97);
        Train(whole, wholeOptimizer, schedule, 0, 15);
        whole.save(model);
        wholeOptimizer.save_state_dict(state);
        Train(whole, wholeOptimizer, schedule, 15, 30);

        manual_seed(99);
        using var resumed = Net();
        using var resumedOptimizer = Make(kind, resumed);
        resumed.load(model);
        resumedOptimizer.load_state_dict(state);
        // The schedule multiplies the rate that the state brought.
        Train(resumed, resumedOptimizer, optim.lr_scheduler.ExponentialLR(resumedOptimizer, 0.97), 15, 30);

        Assert.Equal(wholeOptimizer.ParamGroups.Single().LearningRate, resumedOptimizer.ParamGroups.Single().LearningRate);
        foreach (var (name, tensor) in whole.state_dict())
            Assert.True(tensor.bytes.SequenceEqual(resumed.state_dict()[name].bytes), $"{kind}: {name} differs");
    }

    [Fact]
    public void A_checkpoint_of_model_optimizer_and_step_in_one_file_goes_on()
    {
        using var all = NewDisposeScope();
        manual_seed(8);
        using var whole = Net();
        using var wholeOptimizer = Make("AdamW", whole);
        var schedule = optim.lr_scheduler.StepLR(wholeOptimizer, 4, 0.5);
        Train(whole, wholeOptimizer, schedule, 0, 9);
        var file = Path.Combine(folder.FullName, "checkpoint.bin");
        using (var writer = new BinaryWriter(File.Create(file)))
        {
            writer.Write(9);
            whole.save(writer);
            wholeOptimizer.save_state_dict(writer);
            whole.state_dict()["in.weight"].Save(writer);
        }
        Train(whole, wholeOptimizer, schedule, 9, 12);

        using var resumed = Net();
        using var optimizer = Make("AdamW", resumed);
        int step;
        using (var reader = new BinaryReader(File.OpenRead(file)))
        {
            step = reader.ReadInt32();
            resumed.load(reader);
            optimizer.load_state_dict(reader);
            Assert.Equal(resumed.state_dict()["in.weight"], TensorExtensionMethods.Load(reader));
            Assert.Equal(reader.BaseStream.Length, reader.BaseStream.Position);
        }
        Assert.Equal(0.0025, optimizer.ParamGroups.Single().LearningRate, 15);
        // Steps 9 to 12 are all at this rate.
        Train(resumed, optimizer, optim.lr_scheduler.StepLR(optimizer, 100, 0.5), step, 12);
        foreach (var (name, tensor) in whole.state_dict())
            Assert.True(tensor.bytes.SequenceEqual(resumed.state_dict()[name].bytes), $"{name} differs");
    }
}
