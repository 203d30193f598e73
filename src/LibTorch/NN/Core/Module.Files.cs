using TorchSharp.Files;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Writes the state dictionary to a file in TorchSharp's format.</summary>
            /// <param name="location">The file; written beside and renamed, so that it is whole or not there.</param>
            /// <param name="skip">Names to leave out.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                ArgumentException.ThrowIfNullOrEmpty(location);
                AtomicFile.Write(location, stream =>
                {
                    using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                    save(writer, skip);
                });
                return this;
            }

            /// <summary>Writes the state dictionary in TorchSharp's format, and closes the stream as TorchSharp does.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <summary>Writes the state dictionary in TorchSharp's format.</summary>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes tensors by name in TorchSharp's format.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(writer);
                ArgumentNullException.ThrowIfNull(sd);
                StateDictFile.Write(writer, sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList());
            }

            /// <summary>Reads a file in TorchSharp's format into the parameters and buffers of the same names.</summary>
            /// <param name="location">The file.</param>
            /// <param name="strict">Demand that file and module have the same names.</param>
            /// <param name="skip">Names to leave alone.</param>
            /// <param name="loadedParameters">Receives each name of the file and whether the module has it.</param>
            /// <exception cref="FileNotFoundException">There is no such file.</exception>
            /// <exception cref="ArgumentException">Names, shapes or element types differ; nothing has been loaded then.</exception>
            /// <exception cref="InvalidDataException">The file is cut off or not in this format.</exception>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(AtomicFile.Open(location));
                var format = FileFormats.Of(reader.BaseStream);
                if (format != FileFormat.TorchSharp)
                    throw new InvalidDataException($"{Path.GetFileName(location)} is a file of {(format == FileFormat.Safetensors
                        ? "safetensors: load it with load_safetensors" : "PyTorch: load it with load_py")}.");
                return load(reader, strict, skip, loadedParameters);
            }

            /// <inheritdoc cref="load(string, bool, IList{string}, Dictionary{string, bool})"/>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <inheritdoc cref="load(string, bool, IList{string}, Dictionary{string, bool})"/>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                ArgumentNullException.ThrowIfNull(reader);
                using var scope = NewDisposeScope();
                using var guard = no_grad();
                var target = state_dict();
                var loaded = StateDictFile.Read(reader);

                var unexpected = loaded.Keys.Where(key => !target.ContainsKey(key)).ToList();
                var missing = target.Keys.Where(key => !loaded.ContainsKey(key) && skip?.Contains(key) != true).ToList();
                var wanted = loaded.Where(entry => target.ContainsKey(entry.Key) && skip?.Contains(entry.Key) != true).ToList();
                var different = wanted.Where(entry => target[entry.Key].dtype != entry.Value.dtype
                    || !target[entry.Key].shape.AsSpan().SequenceEqual(entry.Value.shape)).ToList();
                if (different.Count > 0 || (strict && unexpected.Count + missing.Count > 0))
                {
                    var text = new System.Text.StringBuilder($"Mismatched state_dict of {GetName()}: ");
                    if (strict) text.Append($"not in the module: [{Join(unexpected)}]; not in the file: [{Join(missing)}].");
                    foreach (var (key, tensor) in different)
                        text.Append($"\n  {key}: the file has {tensor.dtype} [{string.Join(", ", tensor.shape)}], " +
                            $"the module {target[key].dtype} [{string.Join(", ", target[key].shape)}].");
                    throw new ArgumentException(text.ToString());
                }
                foreach (var (key, tensor) in wanted) target[key].copy_(tensor);
                foreach (var key in loaded.Keys) loadedParameters?.Add(key, target.ContainsKey(key));
                return this;
            }

            /// <summary>Makes a module and loads its state from a file in TorchSharp's format.</summary>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
        }
    }
}
