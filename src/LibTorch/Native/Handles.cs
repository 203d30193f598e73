namespace TorchSharp.Native;

/// <summary>Turns lists of tensors into handles, and native results into managed values.</summary>
internal static unsafe class Handles
{
    public static void Fill(IList<torch.Tensor?> tensors, Span<nint> handles, string name, bool optional)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            var tensor = tensors[i];
            if (tensor is null && !optional) throw new ArgumentNullException($"{name}[{i}]");
            handles[i] = tensor is null ? 0 : tensor.Handle;
        }
    }

    public static nint[] Of(IList<torch.Tensor>? tensors, string name)
    {
        if (tensors is null) return [];
        var handles = new nint[tensors.Count];
        Fill((IList<torch.Tensor?>)tensors, handles, name, optional: false);
        return handles;
    }

    /// <summary>The tensor of a result; null when libtorch returned an undefined one.</summary>
    public static torch.Tensor Take(in Result result) =>
        result.Tag == Tag.Tensor ? new torch.Tensor((nint)result.P, result.Bytes) : null!;

    public static torch.Tensor[] TakeList(in Result result)
    {
        var items = (Result*)result.P;
        var tensors = new torch.Tensor[result.N];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = Take(items[i]);
        Api.wb_free(items);
        return tensors;
    }

    public static long[] TakeInts(in Result result)
    {
        var values = new ReadOnlySpan<long>(result.P, result.N).ToArray();
        Api.wb_free(result.P);
        return values;
    }

    public static Scalar TakeScalar(in Result result)
    {
        switch (result.Tag)
        {
            case Tag.Int: return result.I;
            case Tag.Bool: return result.I != 0;
            case Tag.Double: return result.D;
            case Tag.Complex:
                var parts = (double*)result.P;
                Scalar value = new System.Numerics.Complex(parts[0], parts[1]);
                Api.wb_free(parts);
                return value;
            default: throw new TorchException($"expected a number from libtorch, got {result.Tag}");
        }
    }
}
