using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Workbench.LibTorch.Tests.Optimizers;

/// <summary>States are saved and loaded, groups keep their options, wrong options are refused.</summary>
public sealed class OptimizerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wb-optimizer");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string> Kinds => ["SGD", "Adam", "AdamW", "RMSProp", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "ASGD", "Rprop"];

    private static OptimizerHelper Make(string kind, Parameter[] p) => kind switch
    {
        "SGD" => SGD(p, 0.05, momentum: 0.9),
        "Adam" => Adam(p, 0.05, amsgrad: true),
        "AdamW" => AdamW(p, 0.05),
        "RMSProp" => RMSProp(p, 0.05, momentum: 0.5, centered: true),
        "Adagrad" => Adagrad(p),
        "Adadelta" => Adadelta(p),
        "Adamax" => Adamax(p),
        "NAdam" => NAdam(p),
        "RAdam" => RAdam(p),
        "ASGD" => ASGD(p, t0: 1),
        _ => Rprop(p),
    };

    private static Parameter[] Start() => [nn.Parameter(tensor(new[] { 1f, -2, 0.5f })), nn.Parameter(tensor(new[] { 0.3f, 0.7f }))];

    private static void Step(Parameter[] p, Optimizer optimizer)
    {
        foreach (var parameter in p) parameter.grad = null;
        (p[0].tanh().sum() * p[1].square().sum()).backward();
        optimizer.step();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_loaded_state_goes_on_as_the_saved_one_would(string kind)
    {
        using var scope = NewDisposeScope();
        var (p, q, r) = (Start(), Start(), Start());
        using var optimizer = Make(kind, p);
        for (var i = 0; i < 3; i++) Step(p, optimizer);

        var path = Path.Combine(folder.FullName, kind);
        optimizer.save_state_dict(path);
        using var fromFile = Make(kind, q);
        fromFile.load_state_dict(path);
        using var fromMemory = Make(kind, r);
        fromMemory.load_state_dict(optimizer.state_dict());
        using (no_grad())
            for (var i = 0; i < p.Length; i++)
            {
                q[i].copy_(p[i]);
                r[i].copy_(p[i]);
            }
        Assert.All(optimizer.state_dict().State.Zip(fromFile.state_dict().State), s => Assert.True(s.First.ApproximatelyEquals(s.Second)));

        for (var i = 0; i < 3; i++)
        {
            Step(p, optimizer);
            Step(q, fromFile);
            Step(r, fromMemory);
        }
        for (var i = 0; i < p.Length; i++)
        {
            Assert.True(p[i].Equals(q[i]), $"parameter {i} from the file");
            Assert.True(p[i].Equals(r[i]), $"parameter {i} from memory");
        }
    }

    [Fact]
    public void A_state_of_another_kind_or_size_is_refused()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder.FullName, "adam");
        using var adam = Adam(Start());
        adam.save_state_dict(path);
        using var sgd = SGD(Start(), 0.1);
        Assert.Contains("expected 'SGD', but found 'Adam'", Assert.Throws<InvalidDataException>(() => sgd.load_state_dict(path)).Message);
        using var smaller = Adam(Start()[..1]);
        Assert.Contains("2 given, 1 expected", Assert.Throws<ArgumentException>(() => smaller.load_state_dict(path)).Message);
    }

    [Fact]
    public void Groups_keep_their_options_and_take_the_rest()
    {
        using var scope = NewDisposeScope();
        var p = Start();
        using var optimizer = Adam([new Adam.ParamGroup(p[..1], new Adam.Options { beta1 = 0.5 }), new Adam.ParamGroup { Parameters = p[1..] }],
            lr: 0.02, weight_decay: 0.3);
        var groups = optimizer.ParamGroups.Cast<Adam.ParamGroup>().ToArray();
        Assert.Equal((0.5, 0.999), groups[0].Betas);
        Assert.Equal((0.9, 0.999), groups[1].Betas);
        Assert.All(groups, g => Assert.Equal((0.02, 0.02, 0.3), (g.LearningRate, g.InitialLearningRate, g.Options.weight_decay!.Value)));
        groups[0].LearningRate = 0;
        var before = p[0].clone();
        Step(p, optimizer);
        Assert.True(p[0].Equals(before));
        Assert.Equal(p, optimizer.parameters());
    }

    [Fact]
    public void Zero_grad_fills_with_zeros()
    {
        using var scope = NewDisposeScope();
        var p = Start();
        using var optimizer = SGD(p, 0.1);
        p[0].sum().backward();
        optimizer.zero_grad();
        Assert.True(p[0].grad!.Equals(zeros(3)));
        Assert.Null(p[1].grad);
    }

    [Fact]
    public void The_closure_runs_with_gradients_and_its_loss_comes_back()
    {
        using var scope = NewDisposeScope();
        var p = Start();
        using var optimizer = SGD(p, 0.1);
        Tensor loss;
        using (no_grad())
            loss = optimizer.step(() =>
            {
                var l = p[0].square().sum();
                l.backward();
                return l;
            })!;
        Assert.Equal(5.25f, loss.item<float>());
        Assert.Equal(0.8f, p[0][0].item<float>());
    }

    [Fact]
    public void A_schedule_may_bring_in_momentum()
    {
        using var scope = NewDisposeScope();
        var p = Start();
        using var optimizer = RMSProp(p, 0.01);
        var scheduler = lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 5);
        for (var i = 0; i < 4; i++)
        {
            Step(p, optimizer);
            scheduler.step();
        }
        Assert.True(p[0].isfinite().all().item<bool>());
        Assert.InRange(((RMSProp.ParamGroup)optimizer.ParamGroups.Single()).Momentum, 0.85, 0.95);
    }

    [Fact]
    public void Complex_parameters_are_optimised_as_pairs()
    {
        using var scope = NewDisposeScope();
        var z = nn.Parameter(complex(ones(2), -ones(2)));
        using var optimizer = Adam([z], 0.1);
        for (var i = 0; i < 200; i++)
        {
            z.grad = null;
            (view_as_real(z).square().sum()).backward();
            optimizer.step();
        }
        Assert.True(view_as_real(z).abs().max().item<float>() < 0.01);
    }

    [Fact]
    public void Wrong_options_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => SGD(Start(), -1));
        Assert.Throws<ArgumentException>(() => SGD(Start(), 0.1, nesterov: true));
        Assert.Throws<ArgumentException>(() => Adam(Start(), beta1: 1));
        Assert.Throws<ArgumentException>(() => Adam([new Adam.ParamGroup(Start(), 0.1), new Adam.ParamGroup(Start(), eps: -1)], weight_decay: -1));
        var p = Start();
        Assert.Throws<ArgumentException>(() => SGD([new SGD.ParamGroup(p), new SGD.ParamGroup(p)], 0.1));
        Assert.Throws<ArgumentNullException>(() => LBFGS(p).step());
        Assert.Throws<ArgumentException>(() => lr_scheduler.StepLR(SGD(p, 0.1), 0));
        Assert.Throws<InvalidOperationException>(() => lr_scheduler.ReduceLROnPlateau(SGD(p, 0.1)).step());
    }

    [Fact]
    public void Memory_of_a_step_is_given_back()
    {
        using var scope = NewDisposeScope();
        var p = Start();
        using var optimizer = Adam(p);
        Step(p, optimizer);
        foreach (var parameter in p) parameter.grad = full_like(parameter, 0.1);
        var before = Tensor.TotalCount;
        for (var i = 0; i < 10; i++) optimizer.step();
        // Other tests run beside this one, so only a leak of ten steps' worth counts.
        Assert.True(Tensor.TotalCount - before < 1000);
        Assert.Equal(0, scope.DisposablesView.Count(d => d is Tensor { IsInvalid: true }));
    }
}
