using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// An error that libtorch reported: the operator with the names and shapes of its arguments, then libtorch's own sentence.
/// Derives from <see cref="ExternalException"/>, the type that TorchSharp throws.
/// </summary>
public class TorchException : ExternalException
{
    public TorchException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>An index or dimension lies outside a tensor.</summary>
public sealed class TorchIndexException : TorchException
{
    public TorchIndexException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>The host or the device has no memory left for a tensor; the process and every existing tensor are unharmed.</summary>
public sealed class TorchOutOfMemoryException : TorchException
{
    public TorchOutOfMemoryException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>The operator does not support this dtype, layout or device.</summary>
public sealed class TorchNotImplementedException : TorchException
{
    public TorchNotImplementedException(string message, Exception? inner = null) : base(message, inner) { }
}
