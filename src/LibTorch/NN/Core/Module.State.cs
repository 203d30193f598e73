using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// The parameters and persistent buffers of this module and all below it by dotted name. The tensors are the
            /// module's own, not copies.
            /// </summary>
            /// <param name="destination">A dictionary to add to; a new one by default.</param>
            /// <param name="prefix">Put, with a dot, before every name.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null,
                string? prefix = null)
            {
                destination ??= [];
                var before = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters(recurse: false)) destination.TryAdd(before + name, parameter);
                foreach (var (name, buffer) in named_buffers(recurse: false, include_nonpersistent: false))
                    destination.TryAdd(before + name, buffer);
                foreach (var (name, child) in named_children()) child.state_dict(destination, before + name);
                return destination;
            }

            /// <summary>Copies the tensors of <paramref name="source"/> into the parameters and buffers of the same names.</summary>
            /// <param name="source">Tensors by dotted name, as <see cref="state_dict"/> returns them.</param>
            /// <param name="strict">Demand that both sides have the same names.</param>
            /// <param name="skip">Names to leave alone.</param>
            /// <returns>The names that the source lacks, and those that the module lacks.</returns>
            /// <exception cref="InvalidOperationException">
            /// Names differ (with <paramref name="strict"/>), or a shape does; nothing has been copied then.
            /// </exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(source);
                var destination = state_dict();
                var skipped = skip is null ? [] : new HashSet<string>(skip);
                var missing = destination.Keys.Where(key => !skipped.Contains(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => !skipped.Contains(key) && !destination.ContainsKey(key)).ToList();
                var common = destination.Keys.Where(key => !skipped.Contains(key) && source.ContainsKey(key)).ToList();
                var misshapen = common.Where(key => !destination[key].shape.AsSpan().SequenceEqual(source[key].shape)).ToList();

                if (misshapen.Count > 0 || (strict && missing.Count + unexpected.Count > 0))
                {
                    var text = new StringBuilder($"The loaded state_dict is not identical to the target dictionary of {GetName()}.");
                    if (strict && missing.Count > 0) text.Append($"\n  Missing: {Join(missing)}.");
                    if (strict && unexpected.Count > 0) text.Append($"\n  Unexpected: {Join(unexpected)}.");
                    foreach (var key in misshapen)
                        text.Append($"\n  {key}: shape [{string.Join(", ", source[key].shape)}] given, " +
                            $"[{string.Join(", ", destination[key].shape)}] expected.");
                    throw new InvalidOperationException(text.ToString());
                }

                using var guard = no_grad();
                foreach (var key in common)
                    if (!ReferenceEquals(destination[key], source[key])) destination[key].copy_(source[key]);
                return (missing, unexpected);
            }

            private static string Join(List<string> names)
                => string.Join(", ", names.Take(20)) + (names.Count > 20 ? $" and {names.Count - 20} more" : "");
        }
    }
}
