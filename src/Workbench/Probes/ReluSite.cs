using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Probes;

/// <summary>A named ReLU of a network, and what feeds it.</summary>
/// <param name="Name">Module name of the ReLU, used once per forward pass.</param>
/// <param name="Producer">
/// Module name of the linear or convolution layer whose output it rectifies; null where other paths add to it (a residual
/// sum), and then none of its neurons counts as structurally dead.
/// </param>
/// <param name="Norm">Module name of the batch normalisation between the two; null without one.</param>
public sealed record ReluSite(string Name, string? Producer = null, string? Norm = null);

/// <summary>A network that names its ReLUs.</summary>
public interface IReluNetwork
{
    /// <summary>Its ReLUs from the input on.</summary>
    IReadOnlyList<ReluSite> ReluSites { get; }
}

/// <summary>Modules by name.</summary>
public static class NamedModules
{
    /// <summary>The submodule of that name, as <c>named_modules()</c> spells it (<c>stage1.block0.relu1</c>).</summary>
    /// <exception cref="ArgumentException">There is none, or it is of another type; the message gives the nearest name.</exception>
    public static T Find<T>(nn.Module root, string name) where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(name);
        var modules = root.named_modules().ToList();
        foreach (var (candidate, module) in modules)
        {
            if (candidate != name) continue;
            return module as T ?? throw new ArgumentException(
                $"The module '{name}' is a {module.GetType().Name}, expected a {typeof(T).Name}.", nameof(name));
        }

        var nearest = modules.Select(pair => pair.name).Where(candidate => candidate.Length > 0)
            .OrderBy(candidate => Distance(candidate, name)).FirstOrDefault();
        throw new ArgumentException(
            $"There is no module '{name}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")} "
            + $"Names: {string.Join(", ", modules.Select(pair => pair.name).Where(candidate => candidate.Length > 0).Take(20))}.",
            nameof(name));
    }

    // Levenshtein distance.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
