using System.Globalization;
using System.Net;

namespace TorchSharp.Utils.tensorboard;

/// <summary>A file of events as TensorBoard reads it: for each a length and an Event message, both followed by their masked checksums.</summary>
internal static class EventFile
{
    private static int made;

    /// <summary>Begins a file in a folder, which is made if need be.</summary>
    /// <returns>Its path; the name has the time, the machine, the process and a number, so that no two writers share one.</returns>
    /// <exception cref="IOException">The folder's name is that of a file, or nothing can be written there.</exception>
    public static string Begin(string folder, string? suffix)
    {
        if (File.Exists(folder)) throw new IOException($"Events cannot be written to the folder '{folder}': there is a file of that name.");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}." +
            $"{Dns.GetHostName()}.{Environment.ProcessId}.{Interlocked.Increment(ref made)}{(string.IsNullOrEmpty(suffix) ? "" : "." + suffix)}"));
        Append(file, null, 0, to => to.Text(3, "brain.Event:2"));
        return file;
    }

    /// <summary>Adds an event; it is in the file when this returns, whatever becomes of the process.</summary>
    public static void Append(string file, long? walltime, long step, Action<WireWriter> what)
    {
        var happening = new WireWriter();
        happening.Double(1, walltime ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);
        happening.Integer(2, step);
        what(happening);
        byte[] body = happening.ToArray(), length = BitConverter.GetBytes((long)body.Length);
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        // One write, so that a record is there or not.
        stream.Write([.. length, .. BitConverter.GetBytes(CRC32C.Masked(length)), .. body, .. BitConverter.GetBytes(CRC32C.Masked(body))]);
    }
}
