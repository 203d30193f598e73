namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor[] tensor_split(long size, long dim = 0L) => Ops.tensor_split_sections(this, size, dim);
        public Tensor[] tensor_split(long[] sizes, long dim = 0L) => Ops.tensor_split_indices(this, sizes, dim);
        public Tensor[] tensor_split(Tensor indices, long dim = 0L) => Ops.tensor_split_tensor_indices_or_sections(this, indices, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Ops.split_with_sizes(this, sizes, dim);
        public Tensor[] split(params long[] sizes) => Ops.split_with_sizes(this, sizes, 0);

        // hsplit, vsplit and dsplit cut columns, rows and depths into equal parts, or before each of the indices.
        public Tensor[] hsplit(long size) => Ops.hsplit_int(this, Sections(size, ndim == 1 ? 0 : 1));
        public Tensor[] hsplit(params long[] sizes) => Ops.hsplit_array(this, sizes);
        public Tensor[] hsplit(Tensor indices) => Ops.hsplit_array(this, Indices(indices));
        public Tensor[] vsplit(long size) => Ops.vsplit_int(this, Sections(size, 0));
        public Tensor[] vsplit(params long[] sizes) => Ops.vsplit_array(this, sizes);
        public Tensor[] vsplit(Tensor indices) => Ops.vsplit_array(this, Indices(indices));
        public Tensor[] dsplit(long size) => Ops.dsplit_int(this, Sections(size, 2));
        public Tensor[] dsplit(params long[] sizes) => Ops.dsplit_array(this, sizes);
        public Tensor[] dsplit(Tensor indices) => Ops.dsplit_array(this, Indices(indices));

        private long Sections(long sections, long dim)
        {
            if (dim < ndim && (sections <= 0 || shape[dim] % sections != 0))
                throw new ArgumentException($"attempted to split along dimension {dim}, but the size of the dimension {shape[dim]} is not divisible by the split_size {sections}", nameof(sections));
            return sections;
        }

        private static long[] Indices(Tensor indices)
        {
            ArgumentNullException.ThrowIfNull(indices);
            if (indices.dtype != ScalarType.Int64)
                throw new ArgumentException($"tensor_split expected the tensor of indices to have dtype Int64, but it is {indices.dtype}", nameof(indices));
            return indices.data<long>().ToArray();
        }
    }

    public static Tensor[] tensor_split(Tensor input, long indices_or_sections, long dim = 0L) => input.tensor_split(indices_or_sections, dim);
    public static Tensor[] tensor_split(Tensor input, long[] indices_or_sections, long dim = 0L) => input.tensor_split(indices_or_sections, dim);
    public static Tensor[] tensor_split(Tensor input, Tensor indices_or_sections, long dim = 0L) => input.tensor_split(indices_or_sections, dim);
    public static Tensor[] hsplit(Tensor input, long indices_or_sections) => input.hsplit(indices_or_sections);
    public static Tensor[] hsplit(Tensor input, long[] indices_or_sections) => input.hsplit(indices_or_sections);
    public static Tensor[] hsplit(Tensor input, Tensor indices_or_sections) => input.hsplit(indices_or_sections);
    public static Tensor[] vsplit(Tensor input, long indices_or_sections) => input.vsplit(indices_or_sections);
    public static Tensor[] vsplit(Tensor input, long[] indices_or_sections) => input.vsplit(indices_or_sections);
    public static Tensor[] vsplit(Tensor input, Tensor indices_or_sections) => input.vsplit(indices_or_sections);
    public static Tensor[] dsplit(Tensor input, long size) => input.dsplit(size);
    public static Tensor[] dsplit(Tensor input, long[] indices_or_sections) => input.dsplit(indices_or_sections);
    public static Tensor[] dsplit(Tensor input, Tensor indices_or_sections) => input.dsplit(indices_or_sections);
}
