using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module that has neither parameters nor buffers.</summary>
public interface IParameterLessModule;

internal static class ParameterLess
{
    public static InvalidOperationException Refusal(string what)
        => new($"Cannot register a {what} on a module that is declared 'parameter-less.'");

    public static nn.Module Check(nn.Module submodule) => submodule is null or IParameterLessModule
        ? submodule!
        : throw new InvalidOperationException("Submodules of a parameter-less module must also be parameter-less.");
}

/// <summary>A module of one input that has neither parameters nor buffers, so that moving it costs nothing.</summary>
public abstract class ParameterLessModule<T1, TResult>(string name) : nn.Module<T1, TResult>(name), IParameterLessModule
{
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refusal("buffer");
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refusal("parameter");
    public override void register_module(string name, nn.Module submodule)
        => base.register_module(name, ParameterLess.Check(submodule));
}

/// <summary>A module of two inputs that has neither parameters nor buffers, so that moving it costs nothing.</summary>
public abstract class ParameterLessModule<T1, T2, TResult>(string name) : nn.Module<T1, T2, TResult>(name), IParameterLessModule
{
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refusal("buffer");
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refusal("parameter");
    public override void register_module(string name, nn.Module submodule)
        => base.register_module(name, ParameterLess.Check(submodule));
}

/// <summary>A module of three inputs that has neither parameters nor buffers, so that moving it costs nothing.</summary>
public abstract class ParameterLessModule<T1, T2, T3, TResult>(string name) : nn.Module<T1, T2, T3, TResult>(name), IParameterLessModule
{
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refusal("buffer");
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refusal("parameter");
    public override void register_module(string name, nn.Module submodule)
        => base.register_module(name, ParameterLess.Check(submodule));
}

/// <summary>A module of four inputs that has neither parameters nor buffers, so that moving it costs nothing.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, TResult>(string name) : nn.Module<T1, T2, T3, T4, TResult>(name), IParameterLessModule
{
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refusal("buffer");
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refusal("parameter");
    public override void register_module(string name, nn.Module submodule)
        => base.register_module(name, ParameterLess.Check(submodule));
}

/// <summary>A module of five inputs that has neither parameters nor buffers, so that moving it costs nothing.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult>(string name) : nn.Module<T1, T2, T3, T4, T5, TResult>(name), IParameterLessModule
{
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refusal("buffer");
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refusal("parameter");
    public override void register_module(string name, nn.Module submodule)
        => base.register_module(name, ParameterLess.Check(submodule));
}

/// <summary>A module of six inputs that has neither parameters nor buffers, so that moving it costs nothing.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult>(string name) : nn.Module<T1, T2, T3, T4, T5, T6, TResult>(name), IParameterLessModule
{
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refusal("buffer");
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refusal("parameter");
    public override void register_module(string name, nn.Module submodule)
        => base.register_module(name, ParameterLess.Check(submodule));
}
