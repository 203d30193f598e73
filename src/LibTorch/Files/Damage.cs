using TorchSharp.Native;

namespace TorchSharp.Files;

/// <summary>
/// What reading a bad file throws: <see cref="InvalidDataException"/> when it is damaged, <see cref="NotSupportedException"/> when
/// it is sound but asks for what is not done here, <see cref="IOException"/> when it ends early or cannot be read.
/// </summary>
internal static class Damage
{
    /// <summary>Runs a reader; what a damaged file makes it throw otherwise becomes <see cref="InvalidDataException"/>.</summary>
    public static T Guard<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or ArithmeticException or InvalidOperationException
            or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException or EndOfStreamException
            && e is not ObjectDisposedException || e is TorchException and not TorchOutOfMemoryException)
        {
            throw new InvalidDataException($"{what} is damaged: {e.Message}", e);
        }
    }
}
