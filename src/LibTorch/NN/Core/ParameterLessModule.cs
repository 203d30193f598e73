namespace TorchSharp.Modules;

/// <summary>A module that has neither parameters nor buffers: registering one is refused, and moving it costs nothing.</summary>
public interface IParameterLessModule;
