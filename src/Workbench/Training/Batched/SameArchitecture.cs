using System.Collections;
using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Checks that the modules at one place of K networks are of one kind.</summary>
internal static class SameArchitecture
{
    /// <summary>Throws unless all modules have one type and the same children by name.</summary>
    public static void Require(string path, IReadOnlyList<nn.Module> peers)
    {
        var names = Children(peers[0]);
        for (var k = 1; k < peers.Count; k++)
        {
            if (peers[k].GetType() != peers[0].GetType())
                throw new ArgumentException($"Networks of one batch have one architecture;{At(path)} is {peers[0].GetType().Name} in network 0 and {peers[k].GetType().Name} in network {k}.", "modules");
            if (!Children(peers[k]).SequenceEqual(names))
                throw new ArgumentException($"Networks of one batch have one architecture;{At(path)} holds ({string.Join(", ", names)}) in network 0 and ({string.Join(", ", Children(peers[k]))}) in network {k}.", "modules");
        }
    }

    /// <summary>Throws unless the public options (numbers, flags, names, lists of numbers) of layers are equal.</summary>
    public static void RequireSameOptions(string path, IReadOnlyList<nn.Module> peers)
    {
        foreach (var property in peers[0].GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.Name == nameof(nn.Module.training) || property.GetIndexParameters().Length > 0 || !IsOption(property.PropertyType)) continue;
            var first = property.GetValue(peers[0]);
            for (var k = 1; k < peers.Count; k++)
            {
                if (!StructuralComparisons.StructuralEqualityComparer.Equals(first, property.GetValue(peers[k])))
                    throw new ArgumentException($"Networks of one batch have one architecture;{At(path)} ({peers[0].GetType().Name}) has {property.Name} = {Text(first)} in network 0 and {Text(property.GetValue(peers[k]))} in network {k}.", "modules");
            }
        }
    }

    /// <summary>Throws unless the constants that modules without a rule hold are the same in all networks.</summary>
    public static void RequireEqualBuffers(string path, IReadOnlyList<nn.Module> peers)
    {
        foreach (var (name, buffer) in peers[0].named_buffers(recurse: false))
        {
            if (peers.Skip(1).Any(peer => peer.named_buffers(recurse: false).FirstOrDefault(pair => pair.name == name).buffer is not { } other || !Same(buffer, other)))
                throw new ArgumentException($"The buffer '{name}' of{At(path)} differs between the networks; its module needs a rule (BatchRules.Add).", "modules");
        }
    }

    private static bool Same(Tensor a, Tensor b)
    {
        using var scope = torch.NewDisposeScope();
        return a.shape.AsSpan().SequenceEqual(b.shape) && a.dtype == b.dtype && a.eq(b).all().item<bool>();
    }

    private static List<string> Children(nn.Module module) => [.. module.named_children().Select(pair => pair.name)];

    private static bool IsOption(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(long[]);
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        long[] list => $"[{string.Join(", ", list)}]",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static string At(string path) => path.Length == 0 ? " the network itself" : $" '{path}'";
}
