namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The device of the last move; a module that was never moved is where its tensors were made.</summary>
            protected DeviceType _deviceType = DeviceType.CPU;

            /// <inheritdoc cref="_deviceType"/>
            protected int _deviceIndex = -1;

            /// <summary>Moves floating-point parameters and buffers to a device and an element type, all others to the device.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            /// <summary>Moves parameters and buffers to a device.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                _toEpilog(deviceType, deviceIndex, non_blocking);
                return this;
            }

            /// <summary>Converts floating-point parameters and buffers to an element type.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                _toEpilog(dtype, non_blocking);
                return this;
            }

            /// <summary>Moves parameters and buffers to the device and the element type of <paramref name="other"/>.</summary>
            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            /// <inheritdoc cref="_toEpilog(ScalarType?, Device?, bool)"/>
            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            /// <inheritdoc cref="_toEpilog(ScalarType?, Device?, bool)"/>
            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog(dtype, device, non_blocking);

            /// <inheritdoc cref="_toEpilog(ScalarType?, Device?, bool)"/>
            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) => _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>
            /// Does what the three forms of <c>_to</c> ask for, here and below; override it to move what the module holds besides. The
            /// tensors stay the same objects with new storage, so that optimisers, fields and other references to a parameter keep
            /// pointing at what the module computes with.
            /// </summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (dtype is null && device is null) throw new ArgumentNullException(nameof(dtype), "Either dtype or device has to be given.");
                if (this is Modules.IParameterLessModule) return;
                if (dtype is { } wanted && !Floating(wanted))
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={wanted}", nameof(dtype));
                using var guard = no_grad();
                foreach (var parameter in _internal_params.Values)
                {
                    MoveTensor(parameter, device, dtype, non_blocking);
                    using var grad = parameter.grad;
                    if (grad is not null) MoveTensor(grad, device, dtype, non_blocking);
                }
                foreach (var (buffer, _) in _internal_buffers.Values) MoveTensor(buffer, device, dtype, non_blocking);
                foreach (var (_, child) in named_children())
                {
                    if (device is null) child._to(dtype!.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }
                if (device is not null) (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            /// <summary>Makes the parameter that a move or conversion calls for, with its gradient; false where the old one will do.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Modules.Parameter param, out Modules.Parameter? p)
            {
                p = null;
                if (!ReplaceBuffer(dtype, device, param, out var moved)) return false;
                p = new Modules.Parameter(moved!, param.requires_grad);
                p.DetachFromDisposeScope();
                using var grad = param.grad;
                if (grad is not null) p.grad = grad.to(p.dtype, p.device);
                return true;
            }

            /// <summary>Makes the buffer that a move or conversion calls for; false where the old one will do.</summary>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                using var guard = no_grad();
                var target = dtype is { } wanted && Floating(buffer.dtype) ? wanted : buffer.dtype;
                var stays = target == buffer.dtype && (device is null || device == buffer.device);
                result = stays ? null : buffer.to(target, device ?? buffer.device).DetachFromDisposeScope();
                return !stays;
            }

            /// <summary>What is given, else the default device and element type of new tensors.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static void MoveTensor(Tensor tensor, Device? device, ScalarType? dtype, bool non_blocking)
            {
                var target = dtype is { } wanted && Floating(tensor.dtype) ? wanted : tensor.dtype;
                using var moved = tensor.to(target, device ?? tensor.device, non_blocking: non_blocking);
                if (moved.Handle != tensor.Handle) Ops.set_data(tensor, moved);
            }

            private protected static bool Floating(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32
                or ScalarType.Float64 or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
        }
    }
}

/// <summary>Moving and converting modules, typed so that the call can be chained.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module
        => (T)module._to(type, non_blocking);

    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false)
        where T : torch.nn.Module => (T)module._to(device, type, non_blocking);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : torch.nn.Module => (T)module._to(deviceType, deviceIndex, non_blocking);

    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module
        => (T)module._to(device.type, device.index, non_blocking);

    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module
        => module.to(new torch.Device(device), non_blocking);

    public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module
        => (T)module._to(other.device, other.dtype, non_blocking);

    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => (T)module._to(DeviceType.CPU, -1, non_blocking);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module
        => (T)module._to(DeviceType.CUDA, deviceIndex, non_blocking);

    public static T half<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Float16, non_blocking);

    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.BFloat16, non_blocking);

    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Float32, non_blocking);

    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Float64, non_blocking);

    public static T cfloat<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.ComplexFloat32, non_blocking);

    public static T cdouble<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.ComplexFloat64, non_blocking);

    // Parameters are floating-point or complex, so these always throw, as TorchSharp's do.
    public static T @bool<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Bool, non_blocking);

    public static T @byte<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Byte, non_blocking);

    public static T @char<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Int8, non_blocking);

    public static T @short<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Int16, non_blocking);

    public static T @int<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Int32, non_blocking);

    public static T @long<T>(this T module, bool non_blocking = false) where T : torch.nn.Module
        => module.to(torch.ScalarType.Int64, non_blocking);
}
