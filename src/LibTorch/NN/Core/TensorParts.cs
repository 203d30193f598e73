using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>The tensors in what goes into a module or comes out of it: a tensor, an array or list of them, a tuple of such things.</summary>
internal static class TensorParts
{
    /// <summary>The parts in order; what is no tensor counts as one part and is null.</summary>
    public static void Read(object? value, List<torch.Tensor?> parts)
    {
        switch (value)
        {
            case torch.Tensor tensor:
                parts.Add(tensor);
                break;
            case IEnumerable<torch.Tensor> several:
                parts.AddRange(several);
                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++) Read(tuple[i], parts);
                break;
            default:
                parts.Add(null);
                break;
        }
    }

    /// <summary>The same value with its tensors replaced by those of a queue, in the order of <see cref="Read"/>.</summary>
    public static object? Write(object? value, Queue<torch.Tensor?> parts)
    {
        switch (value)
        {
            case torch.Tensor tensor:
                return parts.Dequeue() ?? tensor;
            case torch.Tensor[] array:
                return array.Select(t => parts.Dequeue() ?? t).ToArray();
            case List<torch.Tensor> list:
                return list.Select(t => parts.Dequeue() ?? t).ToList();
            case IEnumerable<torch.Tensor> several:
                foreach (var _ in several) parts.Dequeue();
                return value; // a collection of a type that cannot be made anew stays as it is
            case ITuple tuple:
                var items = new object?[tuple.Length];
                for (int i = 0; i < items.Length; i++) items[i] = Write(tuple[i], parts);
                return items.Length > 7 ? value : Activator.CreateInstance(tuple.GetType(), items);
            default:
                parts.Dequeue();
                return value;
        }
    }

    /// <summary>Whether <see cref="Write"/> can replace the tensors of a value.</summary>
    public static bool Replaceable(object? value) => value switch
    {
        torch.Tensor or torch.Tensor[] or List<torch.Tensor> => true,
        IEnumerable<torch.Tensor> => false,
        ITuple tuple => tuple.Length <= 7 && Enumerable.Range(0, tuple.Length).All(i => Replaceable(tuple[i])),
        _ => true,
    };
}
