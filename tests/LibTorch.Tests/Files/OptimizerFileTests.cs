using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>Optimisers go on from where PyTorch's stopped, and PyTorch's from where ours did.</summary>
public sealed class OptimizerFileTests : FileTests
{
    public static TheoryData<string> Kinds => Golden.Optimizers;

    private static optim.Optimizer Make(string kind, Parameter w, Parameter b) => kind switch
    {
        "SGD" => optim.SGD([w, b], 0.1, momentum: 0.9, nesterov: true),
        "Adam" => optim.Adam([w, b], 0.5, 0.8, 0.95, amsgrad: true),
        "AdamW" => optim.AdamW([w, b], 0.01, weight_decay: 0.1),
        "Adamax" => optim.Adamax([w, b], 0.01),
        "NAdam" => optim.NAdam([w, b], 0.01),
        "RAdam" => optim.RAdam([w, b], 0.01),
        "ASGD" => optim.ASGD([w, b], 0.05),
        "Adadelta" => optim.Adadelta([w, b], 0.5),
        "Adagrad" => optim.Adagrad([w, b], 0.1, lr_decay: 0.5),
        "RMSprop" => optim.RMSProp([w, b], 0.01, momentum: 0.9, centered: true),
        "Rprop" => optim.Rprop([w, b], 0.01),
        _ => optim.LBFGS([w, b], 0.1, max_iter: 4, tolerange_grad: 1e-5),
    };

    private static void Train(optim.Optimizer optimizer, Parameter w, Parameter b, int steps)
    {
        for (var i = 0; i < steps; i++)
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = (w.matmul(tensor(new[] { 1f, 2f })) + b - tensor(new[] { 0.5f, 1.5f })).pow(2).sum() + 0.1 * w.pow(4).sum();
                loss.backward();
                return loss;
            });
    }

    private static (Parameter w, Parameter b) Placed(object? values)
    {
        var tensors = (OrderedDictionary<object, object?>)values!;
        return (new Parameter(((Tensor)tensors["w"]!).clone()), new Parameter(((Tensor)tensors["b"]!).clone()));
    }

    private static void AssertAt(object? expected, Parameter w, Parameter b)
    {
        var tensors = (OrderedDictionary<object, object?>)expected!;
        Assert.True(((Tensor)tensors["w"]!).allclose(w, 1e-5, 1e-6), $"{((Tensor)tensors["w"]!).str()} {w.str()}");
        Assert.True(((Tensor)tensors["b"]!).allclose(b, 1e-5, 1e-6), $"{((Tensor)tensors["b"]!).str()} {b.str()}");
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void States_go_both_ways(string kind)
    {
        var golden = load<OrderedDictionary<object, object?>>(Golden.File_($"optim-{kind}.pt"));
        save(golden["state"], At("python.pt"));
        var (w, b) = Placed(golden["before"]);
        var optimizer = Make(kind, w, b);
        optimizer.load_py(At("python.pt"));
        optimizer.save_py(At("ours.pt"));
        Train(optimizer, w, b, 3);
        AssertAt(golden["after"], w, b);

        // What we wrote of the loaded state continues the same way, here and in Python.
        var (w2, b2) = Placed(golden["before"]);
        var second = Make(kind, w2, b2);
        second.load_py(At("ours.pt"));
        Train(second, w2, b2, 3);
        AssertAt(golden["after"], w2, b2);
        Golden.Check($"optim-{kind}", At("ours.pt"));
    }

    [Fact]
    public void States_that_do_not_fit_change_nothing()
    {
        var (w, b) = (new Parameter(ones(2, 2)), new Parameter(ones(2)));
        var optimizer = (Adam)optim.Adam([w, b], 0.3);
        Train(optimizer, w, b, 2);
        optimizer.save_py(At("adam.pt"));
        var before = optimizer.state_dict().State.Cast<Adam.State>().Select(state => state.exp_avg.clone()).ToList();

        var other = (Adam)optim.Adam([new Parameter(ones(2, 2)), new Parameter(ones(3))], 0.1);
        var error = Assert.Throws<ArgumentException>(() => other.load_py(At("adam.pt")));
        Assert.Contains("[2]", error.Message);
        Assert.Equal(0.1, other.ParamGroups.Single().LearningRate);
        Assert.Equal(0f, ((Adam.State)other.state_dict().State[0]).exp_avg.sum().item<float>());
        Assert.Throws<ArgumentException>(() => optim.Adam([w]).load_py(At("adam.pt")));
        Assert.Throws<InvalidDataException>(() => optim.Adagrad([w, b]).load_py(At("adam.pt")));
        Assert.Throws<InvalidDataException>(() => optimizer.load_py(Golden.File_("network.pth")));
        Assert.Throws<InvalidDataException>(() => optimizer.load_py(Golden.File_("tensor.pt")));
        Assert.Equal(before.Count, optimizer.state_dict().State.Cast<Adam.State>().Zip(before).Count(pair => pair.First.exp_avg.Equals(pair.Second)));
    }
}
