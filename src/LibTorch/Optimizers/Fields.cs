using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Visits the fields of options and states, so that saving, loading, copying and comparing are written once.</summary>
internal abstract class FieldVisitor
{
    public abstract void Field(ref long value);
    public abstract void Field(ref double value);
    public abstract void Field(ref double? value);
    public abstract void Field(ref bool? value);
    public abstract void Field(ref Tensor value);
    public abstract void Optional(ref Tensor? value);
}

/// <summary>Lists the fields' values.</summary>
internal sealed class FieldCollector : FieldVisitor
{
    private readonly List<(object? value, bool optional)> values = [];

    public static List<(object? value, bool optional)> Of(Action<FieldVisitor> visit)
    {
        var collector = new FieldCollector();
        visit(collector);
        return collector.values;
    }

    public override void Field(ref long value) => values.Add((value, false));
    public override void Field(ref double value) => values.Add((value, false));
    public override void Field(ref double? value) => values.Add((value, false));
    public override void Field(ref bool? value) => values.Add((value, false));
    public override void Field(ref Tensor value) => values.Add((value, false));
    public override void Optional(ref Tensor? value) => values.Add((value, true));
}

/// <summary>Sets the fields from a list of values; tensors are copied, to a device if one is given.</summary>
internal sealed class FieldAssigner(IReadOnlyList<(object? value, bool optional)> values, Device? device) : FieldVisitor
{
    private int next;

    private object? Next() => values[next++].value;

    private Tensor Copy(Tensor source) => source.detach().to(device ?? source.device, copy: true).DetachFromDisposeScope();

    public override void Field(ref long value) => value = (long)Next()!;
    public override void Field(ref double value) => value = (double)Next()!;
    public override void Field(ref double? value) => value = (double?)Next();
    public override void Field(ref bool? value) => value = (bool?)Next();
    public override void Field(ref Tensor value)
    {
        var old = value;
        value = Copy((Tensor)Next()!);
        old?.Dispose();
    }

    public override void Optional(ref Tensor? value)
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
    public override void Field(ref long value) => value = reader.ReadInt64();
    public override void Field(ref double value) => value = reader.ReadDouble();
    public override void Field(ref double? value) => value = reader.ReadDouble();
    public override void Field(ref bool? value) => value = reader.ReadBoolean();

    public override void Field(ref Tensor value)
    {
        using var read = StateDictFile.ReadTensor(reader, "optimizer state");
        if (value is not null && !value.shape.AsSpan().SequenceEqual(read.shape))
            throw new ArgumentException($"Mismatched optimizer state: the file has shape [{string.Join(", ", read.shape)}], " +
                $"the parameter's state [{string.Join(", ", value.shape)}].");
        var old = value;
        value = read.to(device ?? CPU, copy: true).DetachFromDisposeScope();
        old?.Dispose();
    }

    public override void Optional(ref Tensor? value)
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
