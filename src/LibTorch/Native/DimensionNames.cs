using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Native;

/// <summary>Names of dimensions as a boxed call takes them, in native memory for the length of the call; a name that is null is the wildcard.</summary>
internal readonly unsafe ref struct DimensionNames
{
    private readonly Value* items;
    private readonly int count;

    public DimensionNames(string?[]? names)
    {
        if (names is null) return;
        var texts = Array.ConvertAll(names, Encode);
        count = names.Length;
        items = (Value*)NativeMemory.Alloc((nuint)(sizeof(Value) * count + texts.Sum(text => text.Length) + 1));
        var next = (byte*)(items + count);
        for (int i = 0; i < count; i++)
        {
            items[i] = Value.String(next, texts[i].Length);
            texts[i].CopyTo(new Span<byte>(next, texts[i].Length));
            next += texts[i].Length;
        }
    }

    public Value Value => items == null ? default : new() { Tag = Tag.StringList, N = count, P = items };

    public void Dispose() => NativeMemory.Free(items);

    /// <summary>The qualified symbol that libtorch reads a name from.</summary>
    public static byte[] Encode(string? name) => Encoding.UTF8.GetBytes("dimname::" + (name ?? "*"));
}
