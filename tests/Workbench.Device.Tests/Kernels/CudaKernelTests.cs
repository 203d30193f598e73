using TorchSharp;
using Workbench.Activations;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Device.Tests;

/// <summary>Activations through kernels of their own on a second device: a GPU where there is one, else the stand-in with the same sources compiled for the CPU.</summary>
public sealed class CudaKernelTests : IDisposable
{
    private static readonly Dictionary<string, Activation> Fused = new()
    {
        ["golu"] = new Golu(),
        ["golu of other constants"] = new Golu(0.8, 1.2, 0.9),
        ["smelu"] = new Smelu(0.7),
        ["pau_a"] = new Pade(PadeVersion.A, HostKernels.Above, HostKernels.Below),
        ["pau_b"] = new Pade(PadeVersion.B, HostKernels.Above, HostKernels.Below),
    };

    private readonly Func<CudaSource, IReadOnlyList<Tensor>, IReadOnlyList<double>, long, Tensor[]> _real = CudaKernels.Launch;
    private readonly bool _enabled = CudaKernels.Enabled;
    private readonly DisposeScope _scope = NewDisposeScope();
    private int _launches;

    public CudaKernelTests()
    {
        CudaKernels.Enabled = true;
        CudaKernels.Failure = null;
        CudaKernels.Launch = Counted(SecondDevice.IsStandIn ? HostKernels.Launch : _real);
    }

    public static TheoryData<string> Names => [.. Fused.Keys];

    public static TheoryData<string, ScalarType> NamesAndTypes
    {
        get
        {
            var data = new TheoryData<string, ScalarType>();
            foreach (var name in Fused.Keys)
            {
                foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16 })
                    data.Add(name, type);
            }

            return data;
        }
    }

    public void Dispose()
    {
        (CudaKernels.Enabled, CudaKernels.Failure, CudaKernels.Launch) = (_enabled, null, _real);
        _scope.Dispose();
    }

    [SkippableTheory]
    [MemberData(nameof(NamesAndTypes))]
    public void One_kernel_forward_and_one_backward_give_what_is_composed_on_the_CPU(string name, ScalarType dtype)
    {
        var device = SecondDevice.Device;
        // Not contiguous, and of rows that differ in length from a kernel's block.
        var given = linspace(-5, 5, 7 * 1030).reshape(7, 1030).to_type(dtype);
        var x = given.to(device).t().detach().requires_grad_();
        var upstream = linspace(-1, 2, 7 * 1030).reshape(1030, 7).to_type(dtype);

        var value = Fused[name].Apply(x);
        Assert.Equal(1, _launches);
        var slope = autograd.grad([value], [x], [upstream.to(device)])[0];
        Assert.Equal(2, _launches);
        Assert.Equal((dtype, DeviceType.CUDA), (value.dtype, value.device_type));
        Assert.Equal((dtype, DeviceType.CUDA), (slope.dtype, slope.device_type));
        Assert.Null(CudaKernels.Failure);

        var exact = given.t().to_type(ScalarType.Float64).detach().requires_grad_();
        var composed = Fused[name].Apply(exact);
        Near(composed, value, Tolerance(dtype));
        Near(autograd.grad([composed], [exact], [upstream.to_type(ScalarType.Float64)])[0], slope, Tolerance(dtype));
        Assert.Equal(2, _launches);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Second_derivatives_go_through_the_composition(string name)
    {
        var there = SecondDevice.Device;
        Skip.If(SecondDevice.IsStandIn && name.StartsWith("pau", StringComparison.Ordinal), "the stand-in has no tensors of zeros without memory, which the second derivative of |x| makes, composed or not");
        Tensor Second(torch.Device device)
        {
            var x = linspace(-3, 3, 64, dtype: ScalarType.Float64).to(device).detach().requires_grad_();
            var slope = autograd.grad([Fused[name].Apply(x).sum()], [x], create_graph: true)[0];
            return autograd.grad([slope.square().sum()], [x])[0];
        }

        Near(Second(CPU), Second(there), 1e-9);
        Assert.Equal(1, _launches);
    }

    [SkippableTheory]
    [InlineData(PadeVersion.A, ScalarType.Float32)]
    [InlineData(PadeVersion.B, ScalarType.Float32)]
    [InlineData(PadeVersion.A, ScalarType.Float64)]
    [InlineData(PadeVersion.B, ScalarType.Float64)]
    [InlineData(PadeVersion.A, ScalarType.BFloat16)]
    public void Trained_coefficients_are_read_on_the_device_and_get_their_gradients(PadeVersion version, ScalarType dtype)
    {
        var device = SecondDevice.Device;
        var unit = new Pade(version, HostKernels.Above, HostKernels.Below);
        using var fused = unit.ToModule().to(device);
        using var composed = unit.ToModule().to(ScalarType.Float64);
        var points = linspace(-3, 3, 64 * 129).reshape(64, 129).to_type(dtype);
        var weights = (linspace(-1, 2, points.numel()).reshape(64, 129) / 64).to_type(dtype);
        var (x, exact) = (points.to(device).detach().requires_grad_(), points.to_type(ScalarType.Float64).requires_grad_());
        var reads = SecondDevice.IsStandIn ? SecondDevice.Reads() : 0;
        (fused.call(x) * weights.to(device)).sum().backward();
        if (SecondDevice.IsStandIn)
            Assert.Equal(reads, SecondDevice.Reads());
        Assert.Equal(4, _launches);
        (composed.call(exact) * weights.to_type(ScalarType.Float64)).sum().backward();
        // float32 may find the other side of a root of the denominator's sum.
        var tolerance = dtype == ScalarType.Float64 ? 1e-6 : dtype == ScalarType.Float32 ? 1e-4 : 2e-2;
        Near(exact.grad!, x.grad!, tolerance);
        foreach (var name in new[] { "numerator", "denominator" })
        {
            Assert.Equal(fused.get_parameter(name)!.dtype, fused.get_parameter(name)!.grad!.dtype);
            Near(composed.get_parameter(name)!.grad!, fused.get_parameter(name)!.grad!, tolerance);
        }

        // Sizes that do not fall into equal pieces are composed.
        _ = fused.call(ones(3, 5, device: device));
        Assert.Equal(4, _launches);
    }

    [SkippableFact]
    public void What_does_not_compile_is_composed_and_said_once()
    {
        var device = SecondDevice.Device;
        var attempts = 0;
        CudaKernels.Launch = (source, inputs, numbers, address) =>
        {
            attempts++;
            return attempts == 1 ? HostOrReal(source, inputs, numbers, address) : throw new NotSupportedException("there is no NVRTC");
        };
        var error = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            var x = linspace(-3, 3, 50).to(device).detach().requires_grad_();
            // The forward pass compiles, the backward pass does not.
            Fused["golu"].Apply(x).sum().backward();
            var expected = linspace(-3, 3, 50).requires_grad_();
            Fused["golu"].Apply(expected).sum().backward();
            Near(expected.grad!, x.grad!, 1e-5);
            Near(Fused["smelu"].Apply(expected), Fused["smelu"].Apply(x), 1e-5);
            using var module = new Pade().ToModule().to(device);
            _ = module.call(ones(4, device: device));
        }
        finally
        {
            Console.SetError(error);
        }

        Assert.Equal(2, attempts);
        Assert.Equal("there is no NVRTC", CudaKernels.Failure);
        Assert.Equal(1, said.ToString().Split("there is no NVRTC").Length - 1);
    }

    [SkippableFact]
    public void Without_a_compiler_the_launch_is_refused_with_the_reason()
    {
        var device = SecondDevice.Device;
        Skip.IfNot(SecondDevice.IsStandIn, "there is a GPU here");
        CudaKernels.Launch = _real;
        var error = Console.Error;
        Console.SetError(TextWriter.Null);
        try
        {
            Near(Fused["golu"].Apply(ones(4)), Fused["golu"].Apply(ones(4, device: device)), 1e-6);
        }
        finally
        {
            Console.SetError(error);
        }

        Assert.Contains("CUDA", CudaKernels.Failure);
    }

    [SkippableFact]
    public void Switched_off_nothing_is_launched()
    {
        var device = SecondDevice.Device;
        CudaKernels.Enabled = false;
        foreach (var activation in Fused.Values)
            activation.Apply(linspace(-3, 3, 64).to(device));
        using var module = new Pade().ToModule().to(device);
        module.call(ones(4, device: device));
        Assert.Equal(0, _launches);
    }

    [Fact]
    public void On_the_CPU_nothing_is_launched()
    {
        Assert.True(CudaKernels.Enabled);
        using var module = new Pade().ToModule();
        foreach (var size in new[] { 64, 1 << 16 })
        {
            foreach (var activation in Fused.Values)
                activation.Apply(linspace(-3, 3, size));
            module.call(ones(size));
        }

        Assert.Equal(0, _launches);
    }

    [Fact]
    public void They_are_off_unless_asked_for() => Assert.Equal(Environment.GetEnvironmentVariable(CudaKernels.Variable) == "1", _enabled);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_captured_step_replays_them(bool isTrained)
    {
        var device = SecondDevice.Device;
        Skip.If(SecondDevice.IsStandIn, "needs a GPU: the stand-in has no CUDA graphs");
        using var module = isTrained ? new Pade().ToModule().to(device) : new Golu().ToModule();
        var x = linspace(-3, 3, 4096).to(device).detach();
        void Warm() => module.call(x);
        using (no_grad())
            Warm();
        cuda.synchronize();
        using var graph = new cuda.CUDAGraph();
        Tensor y;
        using (no_grad())
        using (cuda.graph(graph))
            y = module.call(x).DetachFromDisposeScope();
        x.neg_();
        graph.replay();
        cuda.synchronize();
        Assert.Null(CudaKernels.Failure);
        CudaKernels.Enabled = false;
        Near(module.call(x), y, 1e-5);
    }

    private static double Tolerance(ScalarType dtype) => dtype switch { ScalarType.Float64 => 1e-12, ScalarType.Float32 => 1e-5, ScalarType.Float16 => 2e-3, _ => 2e-2 };

    private static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        var (e, a) = (expected.detach().cpu().to_type(ScalarType.Float64), actual.detach().cpu().to_type(ScalarType.Float64));
        Assert.Equal(e.shape, a.shape);
        var apart = ((e - a).abs() / (1 + e.abs())).max().item<double>();
        Assert.True(apart <= tolerance, $"off by {apart:G3}");
    }

    private Tensor[] HostOrReal(CudaSource source, IReadOnlyList<Tensor> inputs, IReadOnlyList<double> numbers, long address)
        => (SecondDevice.IsStandIn ? HostKernels.Launch : _real)(source, inputs, numbers, address);

    private Func<CudaSource, IReadOnlyList<Tensor>, IReadOnlyList<double>, long, Tensor[]> Counted(
        Func<CudaSource, IReadOnlyList<Tensor>, IReadOnlyList<double>, long, Tensor[]> launch)
        => (source, inputs, numbers, address) =>
        {
            Interlocked.Increment(ref _launches);
            return launch(source, inputs, numbers, address);
        };
}
