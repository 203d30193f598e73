using TorchSharp.Files;
using TorchSharp.JIT;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>TorchScript: modules that were scripted or traced in Python, and functions compiled from source.</summary>
    public static partial class jit
    {
        /// <summary>Reads a module that <c>torch.jit.save</c> wrote, its tensors placed on a device.</summary>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="TorchException">It is no archive of a script module, or cut off.</exception>
        /// <exception cref="InvalidOperationException">CUDA was asked for and is not there.</exception>
        public static ScriptModule load(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new(Open(filename, device_type, device_index));
        public static ScriptModule load(byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new(Open(bytes, device_type, device_index));
        public static ScriptModule load(string filename, Device map_location) => new(Open(filename, map_location.type, map_location.index));
        public static ScriptModule load(byte[] bytes, Device map_location) => new(Open(bytes, map_location.type, map_location.index));
        public static ScriptModule load(string filename, string map_location) => load(filename, new Device(map_location));
        public static ScriptModule load(byte[] bytes, string map_location) => load(bytes, new Device(map_location));
        public static ScriptModule<TResult> load<TResult>(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new(Open(filename, device_type, device_index));
        public static ScriptModule<TResult> load<TResult>(byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new(Open(bytes, device_type, device_index));
        public static ScriptModule<TResult> load<TResult>(string filename, Device map_location) => new(Open(filename, map_location.type, map_location.index));
        public static ScriptModule<TResult> load<TResult>(byte[] bytes, Device map_location) => new(Open(bytes, map_location.type, map_location.index));
        public static ScriptModule<TResult> load<TResult>(string filename, string map_location) => load<TResult>(filename, new Device(map_location));
        public static ScriptModule<TResult> load<TResult>(byte[] bytes, string map_location) => load<TResult>(bytes, new Device(map_location));
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new(Open(filename, device_type, device_index));
        public static ScriptModule<T1, TResult> load<T1, TResult>(byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new(Open(bytes, device_type, device_index));
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, Device map_location) => new(Open(filename, map_location.type, map_location.index));
        public static ScriptModule<T1, TResult> load<T1, TResult>(byte[] bytes, Device map_location) => new(Open(bytes, map_location.type, map_location.index));
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, string map_location) => load<T1, TResult>(filename, new Device(map_location));
        public static ScriptModule<T1, TResult> load<T1, TResult>(byte[] bytes, string map_location) => load<T1, TResult>(bytes, new Device(map_location));
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new(Open(filename, device_type, device_index));
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new(Open(bytes, device_type, device_index));
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(string filename, Device map_location) => new(Open(filename, map_location.type, map_location.index));
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(byte[] bytes, Device map_location) => new(Open(bytes, map_location.type, map_location.index));
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(string filename, string map_location) => load<T1, T2, TResult>(filename, new Device(map_location));
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(byte[] bytes, string map_location) => load<T1, T2, TResult>(bytes, new Device(map_location));

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
