using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>What a derived module reaches of its base: the registries, the hooks, the steps of a move.</summary>
public class ModuleInternalsTests
{
    private sealed class Layer : nn.Module<Tensor, Tensor>
    {
        public int Epilogs;

        public Layer() : base(nameof(Layer))
        {
            register_parameter("w", nn.Parameter(ones(2)));
            register_buffer("count", zeros(1, dtype: ScalarType.Int64));
            register_module("inner", nn.Linear(2, 2));
            register_forward_hook((_, x, y) => y);
            register_forward_pre_hook((_, x) => x);
            register_forward_pre_hook(_ => { });
        }

        public override Tensor forward(Tensor input) => input;

        protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
        {
            Epilogs++;
            base._toEpilog(dtype, device, non_blocking);
        }

        public void Check()
        {
            Assert.Equal(["w"], _internal_params.Keys);
            Assert.Equal(["count"], _internal_buffers.keys());
            Assert.Equal("inner", _internal_submodules[0].Item1);
            Assert.Equal((1, 1, 1, 0), (pre_hooks.Count, post_hooks.Count, module_pre_hooks.Count, module_post_hooks.Count));
            Assert.Equal("w", Assert.Single(_named_parameters()).name);
            Assert.Equal("count", Assert.Single(_named_buffers()).name);
            Assert.Equal(3, _parameters().Length);
            Assert.Equal((DeviceType.CPU, -1), (_deviceType, _deviceIndex));
            Assert.Equal((CPU, ScalarType.Float32), GetDefaultDeviceAndType());
            Assert.Equal((META, ScalarType.Int8), GetDefaultDeviceAndType(META, ScalarType.Int8));
            Assert.Throws<ArgumentNullException>(() => _toEpilog((ScalarType?)null, null, false));
        }

        public void Replace()
        {
            using var scope = NewDisposeScope();
            var p = new Parameter(ones(2));
            p.grad = ones(2) * 3;
            Assert.False(ReplaceParameter(ScalarType.Float32, CPU, p, out var none));
            Assert.Null(none);
            Assert.True(ReplaceParameter(ScalarType.Float64, null, p, out var moved));
            Assert.True(moved!.dtype == ScalarType.Float64 && moved.requires_grad && moved.is_leaf);
            Assert.Equal(ScalarType.Float64, moved.grad!.dtype);
            Assert.False(ReplaceBuffer(ScalarType.Float64, null, ones(1, dtype: ScalarType.Int64), out _));
            Assert.True(ReplaceBuffer(null, META, ones(1), out var buffer));
            Assert.Equal(DeviceType.META, buffer!.device_type);
            moved.Dispose();
            buffer.Dispose();
        }
    }

    [Fact]
    public void Registries_hooks_and_moves_are_within_reach_of_a_derived_module()
    {
        using var layer = new Layer();
        layer.Check();
        layer.Replace();
        layer.Epilogs = 0;
        Assert.Same(layer, layer.to(ScalarType.Float64));
        layer.to(CPU).to(CPU, ScalarType.Float32);
        Assert.Equal(3, layer.Epilogs);
        Assert.True(layer.parameters().All(p => p.dtype == ScalarType.Float32 && p.device_type == DeviceType.CPU));
    }
}
