using TorchSharp.Files;
using TorchSharp.JIT;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>TorchScript: modules that were scripted or traced in Python, and functions compiled from source.</summary>
    public static partial class jit
    {
        /// <summary>Writes a module as an archive that <c>torch.jit.load</c> reads, here and in Python; the file is whole or not there.</summary>
        public static void save(ScriptModule module, string filename) => AtomicFile.Write(filename, module.Script.Save);

        /// <summary>Writes a module's archive to a stream.</summary>
        public static void save(ScriptModule module, Stream stream) => module.Script.Save(stream);

        /// <summary>Writes a module's archive to the start of an array; what is behind it is filled with zeros.</summary>
        /// <exception cref="ArgumentException">The array is too short; says how long it must be.</exception>
        public static void save(ScriptModule module, byte[] bytes)
        {
            ArgumentNullException.ThrowIfNull(bytes);
            using var archive = new MemoryStream();
            module.Script.Save(archive);
            if (archive.Length > bytes.Length)
                throw new ArgumentException($"The archive needs {archive.Length} bytes, the array has {bytes.Length}.", nameof(bytes));
            Array.Clear(bytes);
            archive.ToArray().CopyTo(bytes, 0);
        }

        private static ScriptHandle Open(string filename, DeviceType device, long index)
        {
            AtomicFile.Open(filename).Dispose();
            InitializeDeviceType(device);
            return ScriptHandle.Load(filename, [], device, device == DeviceType.CUDA ? (int)index : -1);
        }

        private static ScriptHandle Open(byte[] bytes, DeviceType device, long index)
        {
            ArgumentNullException.ThrowIfNull(bytes);
            InitializeDeviceType(device);
            return ScriptHandle.Load(null, bytes, device, device == DeviceType.CUDA ? (int)index : -1);
        }
    }
}
