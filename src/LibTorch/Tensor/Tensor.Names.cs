using System.Text;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether any dimension has a name.</summary>
        public bool has_names() => Array.Exists(names, name => name is not null);

        /// <summary>The dimensions' names, one a dimension; null where a dimension has none.</summary>
        public unsafe string[] names
        {
            get
            {
                Result result;
                Api.Check(Api.wb_names(Handle, &result));
                if (result.Tag == Tag.None) return new string[Dimensions];
                var found = new string[result.N];
                var next = (byte*)result.P;
                for (int i = 0; i < found.Length; i++)
                {
                    var text = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(next);
                    found[i] = text.IsEmpty ? null! : Encoding.UTF8.GetString(text);
                    next += text.Length + 1;
                }
                Api.wb_free(result.P);
                GC.KeepAlive(this);
                return found;
            }
        }

        /// <summary>
        /// The same elements with other names: one a dimension, null for none. "..." stands for the names that the tensor has at those dimensions;
        /// null or no name at all clears them.
        /// </summary>
        /// <exception cref="ArgumentException">The number of names is not that of the dimensions.</exception>
        public Tensor rename(IEnumerable<string?>? names) => Ops.rename(this, NewNames(names));

        /// <inheritdoc cref="rename(IEnumerable{string})"/>
        public Tensor rename_(IEnumerable<string?>? names) => Ops.rename_(this, NewNames(names));

        /// <summary>The same elements with names for dimensions that have none; a dimension that has a name keeps it. "..." leaves dimensions as they are.</summary>
        /// <exception cref="ArgumentException">The number of names is not that of the dimensions.</exception>
        public Tensor refine_names(IEnumerable<string> names) => Ops.refine_names(this, NewNames(names) ?? []);

        /// <inheritdoc cref="refine_names(IEnumerable{string})"/>
        public Tensor refine_names(params string[] names) => refine_names((IEnumerable<string>)names);

        /// <summary>
        /// The dimensions in the order of the names, with a dimension of size one for every name that the tensor lacks.
        /// "..." stands for all the tensor's dimensions that are not named here.
        /// </summary>
        public Tensor align_to(IEnumerable<string> names)
        {
            ArgumentNullException.ThrowIfNull(names);
            var order = names.ToList();
            int ellipsis = order.IndexOf("...");
            if (ellipsis < 0) return Ops.align_to(this, order.ToArray());
            order.RemoveAt(ellipsis);
            return Ops.align_to_ellipsis_idx(this, order.ToArray(), ellipsis);
        }

        /// <inheritdoc cref="align_to(IEnumerable{string})"/>
        public Tensor align_to(params string[] names) => align_to((IEnumerable<string>)names);

        /// <summary>The dimensions in the order of another tensor's, with a dimension of size one for every name that this one lacks.</summary>
        public Tensor align_as(Tensor other) => Ops.align_as(this, other);

        /// <summary>The named neighbouring dimensions as one.</summary>
        /// <exception cref="ArgumentException">No dimension, or more than the tensor has, are named.</exception>
        public Tensor flatten(IList<string?> dims, string out_dim)
        {
            if (dims.Count == 0 || dims.Count > Dimensions)
                throw new ArgumentException($"{dims.Count} dimension name(s) were given; expected between 1 and the number of dimensions, {Dimensions}", nameof(dims));
            return Ops.flatten_DimnameList(this, dims.ToArray(), out_dim);
        }

        /// <summary>A named dimension as several, each with its name and size.</summary>
        /// <exception cref="ArgumentException">No size is given.</exception>
        public Tensor unflatten(string dim, params (string, long)[] sizes)
        {
            if (sizes.Length == 0) throw new ArgumentException("at least one name with its size is needed", nameof(sizes));
            return Ops.unflatten_Dimname(this, dim, Array.ConvertAll(sizes, size => size.Item2), Array.ConvertAll(sizes, size => size.Item1));
        }

        private string?[]? NewNames(IEnumerable<string?>? names)
        {
            var given = names?.ToList() ?? [];
            if (given.Count == 0) return null;
            int ellipsis = given.IndexOf("...");
            if (ellipsis >= 0 && given.Count - 1 <= Dimensions)
            {
                given.RemoveAt(ellipsis);
                given.InsertRange(ellipsis, this.names.Skip(ellipsis).Take((int)Dimensions - given.Count));
            }
            if (given.Count != Dimensions)
                throw new ArgumentException($"{given.Count} dimension name(s) were given; the tensor has {Dimensions} dimension(s)", nameof(names));
            return given.ToArray();
        }
    }
}
