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
                var beside = location + ".part";
                try
                {
                    using (var stream = File.Create(beside))
                    using (var writer = new BinaryWriter(stream))
                        save(writer, skip);
                    File.Move(beside, location, overwrite: true);
                }
                finally
                {
                    if (File.Exists(beside)) File.Delete(beside);
                }
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
                if (!File.Exists(location)) throw new FileNotFoundException($"No such file: {location}", location);
                using var reader = new BinaryReader(File.OpenRead(location));
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
                if (strict && unexpected.Count + missing.Count > 0)
                    throw new ArgumentException($"Mismatched state_dict of {GetName()}: " +
                        $"not in the module: [{Join(unexpected)}]; not in the file: [{Join(missing)}].", nameof(strict));

                var wanted = loaded.Where(entry => target.ContainsKey(entry.Key) && skip?.Contains(entry.Key) != true).ToList();
                foreach (var (key, tensor) in wanted)
                {
                    var own = target[key];
                    if (own.dtype != tensor.dtype || !own.shape.AsSpan().SequenceEqual(tensor.shape))
                        throw new ArgumentException($"Mismatched tensor {key}: the file has {tensor.dtype} " +
                            $"[{string.Join(", ", tensor.shape)}], the module {own.dtype} [{string.Join(", ", own.shape)}].");
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
