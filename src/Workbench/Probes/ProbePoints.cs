using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Probes;

/// <summary>
/// The named points of a network: every module whose output is one tensor, named as <c>named_modules()</c> spells it
/// (<c>blocks.2.attention.pattern</c>). The same name selects, records and replaces.
/// </summary>
public static class ProbePoints
{
    /// <summary>All points, in the order in which the modules were registered.</summary>
    /// <param name="network">Any module.</param>
    public static IReadOnlyList<string> Of(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [.. network.named_modules().Where(pair => pair.name.Length > 0 && IsPoint(pair.module)).Select(pair => pair.name)];
    }

    /// <summary>The points that a pattern selects.</summary>
    /// <param name="network">Any module.</param>
    /// <param name="pattern">A name; <c>*</c> stands for anything within a part of a name: <c>blocks.*</c> are the blocks, not what is in them.</param>
    /// <exception cref="ArgumentException">There is no such point; the message gives the nearest name.</exception>
    public static IReadOnlyList<string> Match(nn.Module network, string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var names = Of(network);
        if (!pattern.Contains('*'))
        {
            Attach(NamedModules.Find<nn.Module>(network, pattern), pattern, output => output).Dispose();
            return [pattern];
        }

        var expression = new Regex($"^{Regex.Escape(pattern).Replace("\\*", "[^.]*")}$");
        string[] found = [.. names.Where(name => expression.IsMatch(name))];
        return found.Length > 0 ? found : throw new ArgumentException(
            $"No point matches '{pattern}'. Points: {string.Join(", ", names.Take(20))}{(names.Count > 20 ? ", …" : "")}.", nameof(pattern));
    }

    /// <summary>Has a function see every output of a module, and put another in its place.</summary>
    internal static IDisposable Attach(nn.Module module, string name, Func<Tensor, Tensor> hook)
    {
        switch (module)
        {
            case Module<Tensor, Tensor> one:
                return new Removal(one.register_forward_hook((_, _, output) => hook(output)).remove);
            case Module<Tensor, Tensor, Tensor> two:
                return new Removal(two.register_forward_hook((_, _, _, output) => hook(output)).remove);
            case Module<Tensor, Tensor, Tensor, Tensor> three:
                return new Removal(three.register_forward_hook((_, _, _, _, output) => hook(output)).remove);
            default:
                throw new ArgumentException(
                    $"'{name}' is a {module.GetType().Name}, which cannot be probed: a point takes one to three tensors and returns one.", nameof(name));
        }
    }

    private static bool IsPoint(nn.Module module)
        => module is Module<Tensor, Tensor> or Module<Tensor, Tensor, Tensor> or Module<Tensor, Tensor, Tensor, Tensor>;

    private sealed class Removal(Action remove) : IDisposable
    {
        private Action? _remove = remove;

        public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
    }
}
