using System.Collections.Concurrent;
using System.Reflection;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The public fields of options and states in the order of their declaration, which is that of TorchSharp's files: saving, loading,
/// copying and comparing are written once for all optimisers.
/// </summary>
internal static class Fields
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Known = [];

    /// <summary>Whether a file says if there is such a tensor.</summary>
    public static bool IsOptional(string name) => name is "momentum_buffer" or "max_exp_avg_sq" or "grad_avg";

    public static Dictionary<string, object?> Named(object owner) => Of(owner).ToDictionary(field => field.Name, field => field.GetValue(owner));

    /// <summary>Sets every field. Tensors are copied, to a device if one is given, and those that were there disposed.</summary>
    public static void Set(object owner, Func<string, object?> value, Device? device)
    {
        foreach (var field in Of(owner))
        {
            var (old, next) = (field.GetValue(owner) as Tensor, value(field.Name));
            field.SetValue(owner, next is Tensor source ? source.detach().to(device ?? source.device, copy: true).DetachFromDisposeScope() : next);
            old?.Dispose();
        }
    }

    public static void Write(object owner, BinaryWriter writer)
    {
        foreach (var (name, value) in Named(owner))
        {
            if (IsOptional(name)) writer.Write(value is not null);
            switch (value)
            {
                case long number: writer.Write(number); break;
                case double number: writer.Write(number); break;
                case bool flag: writer.Write(flag); break;
                case Tensor tensor: StateDictFile.WriteTensor(writer, tensor); break;
            }
        }
    }

    public static void Read(object owner, BinaryReader reader, Device? device)
    {
        foreach (var field in Of(owner))
            field.SetValue(owner, field.FieldType switch
            {
                // As an object: numbers convert to tensors, which would else be what all arms have in common.
                var type when type == typeof(long) => (object)reader.ReadInt64(),
                var type when type == typeof(bool?) => reader.ReadBoolean(),
                var type when type != typeof(Tensor) => reader.ReadDouble(),
                _ => ReadTensor(field.GetValue(owner) as Tensor, !IsOptional(field.Name) || reader.ReadBoolean(), reader, device),
            });
    }

    private static Tensor? ReadTensor(Tensor? old, bool there, BinaryReader reader, Device? device)
    {
        using var read = there ? StateDictFile.ReadTensor(reader, "optimizer state") : null;
        if (read is not null && old is not null && !old.shape.AsSpan().SequenceEqual(read.shape))
            throw new ArgumentException($"Mismatched optimizer state: the file has shape [{string.Join(", ", read.shape)}], " +
                $"the parameter's state [{string.Join(", ", old.shape)}].");
        old?.Dispose();
        return read?.to(device ?? CPU, copy: true).DetachFromDisposeScope();
    }

    // Classes that users derive have fields of their own, which are not in files.
    private static FieldInfo[] Of(object owner) => Known.GetOrAdd(owner.GetType(), static type =>
    {
        while (type.Assembly != typeof(Fields).Assembly) type = type.BaseType!;
        return [.. type.GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(field => field.MetadataToken)];
    });
}
