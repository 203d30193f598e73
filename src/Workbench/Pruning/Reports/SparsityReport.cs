using System.Globalization;
using System.Text;

namespace Workbench.Pruning;

/// <summary>How many weights of a parameter are alive.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Alive">Alive weights.</param>
/// <param name="Total">All weights.</param>
public sealed record TensorSparsity(string Name, long Alive, long Total)
{
    /// <summary>Share of the weights that are alive.</summary>
    public double Density => (double)Alive / Total;
}

/// <summary>How sparse a pruned network is, parameter by parameter.</summary>
/// <param name="Tensors">The masked parameters, in the module's order.</param>
public sealed record SparsityReport(IReadOnlyList<TensorSparsity> Tensors)
{
    /// <summary>All of them together.</summary>
    public TensorSparsity Total { get; } = new("total", Tensors.Sum(tensor => tensor.Alive), Tensors.Sum(tensor => tensor.Total));

    /// <summary>The masks as they are now.</summary>
    public static SparsityReport Of(PruningMasks masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return new SparsityReport([.. masks.Names.Select(name => new TensorSparsity(name, masks.AliveIn(name), masks[name].numel()))]);
    }

    /// <summary>A table, one line for each parameter and one for all.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("parameter                      alive      total  density\n");
        foreach (var tensor in Tensors.Append(Total))
            text.Append(CultureInfo.InvariantCulture, $"{tensor.Name,-26} {tensor.Alive,9} {tensor.Total,10} {tensor.Density,8:F4}\n");
        return text.ToString();
    }
}
