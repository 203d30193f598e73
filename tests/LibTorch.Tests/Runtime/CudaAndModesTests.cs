using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Switches of thread and process, and what is said where there is no CUDA.</summary>
public class CudaAndModesTests
{
    [Fact]
    public void An_operator_without_a_deterministic_algorithm_throws_when_asked_for_one()
    {
        using var scope = NewDisposeScope();
        var x = zeros(4);
        var (index, source) = (tensor(new long[] { 0, 0 }), ones(2));
        x.put_(index, source);
        using (use_deterministic_algorithms())
        {
            Assert.True(are_deterministic_algorithms_enabled());
            Assert.Equal(DebugMode.error, get_deterministic_debug_mode());
            Assert.Contains("put_ does not have a deterministic implementation", Assert.ThrowsAny<TorchException>(() => x.put_(index, source)).Message);
            using (use_deterministic_algorithms(true, warn_only: true))
            {
                Assert.True(is_deterministic_algorithms_warn_only_enabled());
                x.put_(index, source);
            }
            Assert.False(is_deterministic_algorithms_warn_only_enabled());
        }
        Assert.False(are_deterministic_algorithms_enabled());
        x.put_(index, source);
    }

    [Fact]
    public void Backend_switches_keep_what_they_are_told()
    {
        var (deterministic, benchmark, tf32) = (backends.cudnn.deterministic, backends.cudnn.benchmark, backends.cuda.matmul.allow_tf32);
        (backends.cudnn.deterministic, backends.cudnn.benchmark, backends.cuda.matmul.allow_tf32) = (true, true, true);
        Assert.Equal((true, true, true), (backends.cudnn.deterministic, backends.cudnn.benchmark, backends.cuda.matmul.allow_tf32));
        (backends.cudnn.deterministic, backends.cudnn.benchmark, backends.cuda.matmul.allow_tf32) = (deterministic, benchmark, tf32);
        backends.cuda.enable_flash_sdp(false);
        Assert.False(backends.cuda.flash_sdp_enabled());
        backends.cuda.enable_flash_sdp(true);
        backends.cuda.matmul.allow_fp16_reduced_precision_reduction = false;
        Assert.False(backends.cuda.matmul.allow_fp16_reduced_precision_reduction);
        backends.cuda.matmul.allow_fp16_reduced_precision_reduction = true;
        Assert.True(backends.cudnn.enabled && backends.cuda.math_sdp_enabled());
    }

    [Fact]
    public void Without_CUDA_questions_are_answered_and_work_is_refused()
    {
        if (cuda.is_available()) return;
        Assert.Equal(0, cuda.device_count());
        Assert.Equal(0, cuda.memory_allocated());
        Assert.Equal(0, cuda.max_memory_reserved());
        Assert.False(cuda.is_bf16_supported());
        cuda.empty_cache();
        cuda.manual_seed(1);
        cuda.manual_seed_all(1);
        cuda.synchronize(); // nothing to wait for
        Assert.Contains("did not initialise", Assert.Throws<InvalidOperationException>(() => ones(2, device: CUDA)).Message);
        Action[] refused = [() => cuda.current_device(), () => cuda.set_device(0), () => cuda.get_device_name(), () => cuda.reset_peak_memory_stats(),
            () => new cuda.Stream(), () => cuda.current_stream(), () => new cuda.CUDAGraph(), () => cuda.graph_pool_handle(), () => cuda.get_device_properties()];
        foreach (var action in refused) Assert.Contains("CUDA", Assert.Throws<NotSupportedException>(action).Message);
        Assert.Throws<ArgumentException>(() => cuda.synchronize(CPU));
        Assert.False(new amp.GradScaler().is_enabled());
    }

    [Fact]
    public void Gradient_modes_nest_and_belong_to_the_thread()
    {
        using var scope = NewDisposeScope();
        var x = ones([1], requires_grad: true);
        bool Recorded() => (x * 2).requires_grad;
        using (no_grad())
        {
            Assert.False(Recorded());
            using (enable_grad())
            {
                Assert.True(Recorded());
                using (set_grad_enabled(false)) Assert.False(Recorded());
                Assert.True(Recorded());
            }
            Assert.False(Recorded());
            bool? elsewhere = null;
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
            Assert.True(elsewhere);
            using (no_grad(false)) Assert.True(Recorded());
        }
        Assert.True(Recorded());
        using (inference_mode())
        using (inference_mode(false)) Assert.True(Recorded());
        Assert.False(is_inference_mode_enabled());
        Tensor made;
        using (inference_mode()) made = x * 2;
        Assert.ThrowsAny<TorchException>(() => (made * x).sum().backward());
    }

    [Fact]
    public void Anomalies_are_looked_for_as_asked()
    {
        using var scope = NewDisposeScope();
        var x = zeros([1], requires_grad: true);
        using (autograd.detect_anomaly())
        {
            Assert.True(AnomalyMode.ShouldCheckNaN);
            using (autograd.set_detect_anomaly(true, check_nan: false))
            {
                Assert.False(AnomalyMode.ShouldCheckNaN);
                (x.sqrt() * 0).sum().backward();
            }
            Assert.True(AnomalyMode.ShouldCheckNaN);
            Assert.Contains("nan", Assert.ThrowsAny<TorchException>(() => (x.sqrt() * 0).sum().backward()).Message);
        }
        Assert.False(AnomalyMode.IsEnabled);
    }

    [Fact]
    public void A_null_among_output_gradients_stands_for_ones()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        var g = autograd.grad([x.sum(), x * 3], [x], [null!, ones(2)]);
        Assert.Equal([4f, 4f], g[0].data<float>().ToArray());
    }
}
