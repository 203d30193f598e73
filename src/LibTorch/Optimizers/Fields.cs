using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Visits the fields of options and states, so that saving, loading, copying and comparing are written once.</summary>
internal abstract class FieldVisitor
{
    public abstract void Field(ref long value, [CallerArgumentExpression(nameof(value))] string name = "");
    public abstract void Field(ref double value, [CallerArgumentExpression(nameof(value))] string name = "");
    public abstract void Field(ref double? value, [CallerArgumentExpression(nameof(value))] string name = "");
    public abstract void Field(ref bool? value, [CallerArgumentExpression(nameof(value))] string name = "");
    public abstract void Field(ref Tensor value, [CallerArgumentExpression(nameof(value))] string name = "");
    public abstract void Optional(ref Tensor? value, [CallerArgumentExpression(nameof(value))] string name = "");
}

/// <summary>Lists the fields' values.</summary>
internal sealed class FieldCollector : FieldVisitor
{
    private readonly List<(object? value, bool optional)> values = [];
    private readonly List<string> names = [];

    public static List<(object? value, bool optional)> Of(Action<FieldVisitor> visit)
    {
        var collector = new FieldCollector();
        visit(collector);
        return collector.values;
    }

    /// <summary>The fields' names, as the source has them.</summary>
    public static List<string> NamesOf(Action<FieldVisitor> visit)
    {
        var collector = new FieldCollector();
        visit(collector);
        return collector.names;
    }

    private void Add(object? value, bool optional, string name)
    {
        values.Add((value, optional));
        names.Add(name);
    }

    public override void Field(ref long value, string name = "") => Add(value, false, name);
    public override void Field(ref double value, string name = "") => Add(value, false, name);
    public override void Field(ref double? value, string name = "") => Add(value, false, name);
    public override void Field(ref bool? value, string name = "") => Add(value, false, name);
    public override void Field(ref Tensor value, string name = "") => Add(value, false, name);
    public override void Optional(ref Tensor? value, string name = "") => Add(value, true, name);
}

/// <summary>Sets the fields from a list of values; tensors are copied, to a device if one is given.</summary>
internal sealed class FieldAssigner(IReadOnlyList<(object? value, bool optional)> values, Device? device) : FieldVisitor
{
    private int next;

    private object? Next() => values[next++].value;

    private Tensor Copy(Tensor source) => source.detach().to(device ?? source.device, copy: true).DetachFromDisposeScope();

    public override void Field(ref long value, string name = "") => value = (long)Next()!;
    public override void Field(ref double value, string name = "") => value = (double)Next()!;
    public override void Field(ref double? value, string name = "") => value = (double?)Next();
    public override void Field(ref bool? value, string name = "") => value = (bool?)Next();
    public override void Field(ref Tensor value, string name = "")
    {
        var old = value;
        value = Copy((Tensor)Next()!);
        old?.Dispose();
    }

    public override void Optional(ref Tensor? value, string name = "")
    {
        var old = value;
        value = Next() is Tensor source ? Copy(source) : null;
        old?.Dispose();
    }
}

/// <summary>Writes values in TorchSharp's file format.</summary>
internal static class FieldWriter
{
    public static void Write(BinaryWriter writer, IEnumerable<(object? value, bool optional)> values)
    {
        foreach (var (value, optional) in values)
        {
            if (optional) writer.Write(value is not null);
            switch (value)
            {
                case long number: writer.Write(number); break;
                case double number: writer.Write(number); break;
                case bool flag: writer.Write(flag); break;
                case Tensor tensor: StateDictFile.WriteTensor(writer, tensor); break;
            }
        }
    }
}

/// <summary>Reads values in TorchSharp's file format.</summary>
internal sealed class FieldReader(BinaryReader reader, Device? device) : FieldVisitor
{
    public override void Field(ref long value, string name = "") => value = reader.ReadInt64();
    public override void Field(ref double value, string name = "") => value = reader.ReadDouble();
    public override void Field(ref double? value, string name = "") => value = reader.ReadDouble();
    public override void Field(ref bool? value, string name = "") => value = reader.ReadBoolean();

    public override void Field(ref Tensor value, string name = "")
    {
        using var read = StateDictFile.ReadTensor(reader, "optimizer state");
        if (value is not null && !value.shape.AsSpan().SequenceEqual(read.shape))
            throw new ArgumentException($"Mismatched optimizer state: the file has shape [{string.Join(", ", read.shape)}], " +
                $"the parameter's state [{string.Join(", ", value.shape)}].");
        var old = value;
        value = read.to(device ?? CPU, copy: true).DetachFromDisposeScope();
        old?.Dispose();
    }

    public override void Optional(ref Tensor? value, string name = "")
    {
        if (reader.ReadBoolean())
        {
            Field(ref value!);
            return;
        }
        value?.Dispose();
        value = null;
    }
}
