using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The learned vector of a condition: a row of a table for a label, a linear map of a vector; "no condition" has a learned vector
/// of its own.
/// </summary>
public sealed class ConditionEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly Conditions _conditions;
    private readonly Embedding _table;
    private readonly Linear? _map;

    /// <summary>An embedding of a given width; whoever holds it draws its weights.</summary>
    /// <param name="conditions">What is embedded.</param>
    /// <param name="width">Width of the embedding.</param>
    public ConditionEmbedding(Conditions conditions, long width)
        : base(nameof(ConditionEmbedding))
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _conditions = conditions;
        // The last row is that of no condition; vectors need no other.
        _table = nn.Embedding(conditions.AreLabels ? conditions.Size + 1 : 1, width);
        _map = conditions.AreLabels ? null : nn.Linear(conditions.Size, width);
        RegisterComponents();
    }

    /// <summary>Embeds conditions.</summary>
    /// <param name="condition">Labels int64 [batch] or a scalar; or vectors [batch, size].</param>
    /// <returns>[batch, width], or [1, width] for a scalar label.</returns>
    /// <exception cref="ArgumentException">The conditions have another shape or type.</exception>
    public override Tensor forward(Tensor condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (_map is null)
        {
            if (condition.dtype != ScalarType.Int64 || condition.dim() > 1)
                throw new ArgumentException($"Expected labels, int64 [batch]; got {condition.dtype} {Shape(condition)}.", nameof(condition));
            return _table.call(condition.reshape(-1));
        }

        if (!condition.is_floating_point() || condition.dim() != 2 || condition.shape[1] != _conditions.Size)
            throw new ArgumentException($"Expected conditions [batch, {_conditions.Size}] of floating-point numbers; got {condition.dtype} {Shape(condition)}.", nameof(condition));
        // NaN must not reach the map: its gradient would be NaN even where the result is not taken.
        var none = condition.isnan().any(1, keepdim: true);
        var known = torch.where(none, torch.zeros_like(condition), condition);
        return torch.where(none, _table.weight!, _map.call(known));
    }

    /// <summary>An embedding drawn from a seed in which no condition is the zero vector: adding it to a network changes nothing yet.</summary>
    internal static ConditionEmbedding StartingFromNone(Conditions conditions, long width, int seed)
    {
        var embedding = new ConditionEmbedding(conditions, width);
        UniformInitialisation.Apply(embedding, seed);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        embedding._table.weight!.narrow(0, embedding._table.weight!.shape[0] - 1, 1).zero_();
        return embedding;
    }

    private static string Shape(Tensor x) => $"[{string.Join(", ", x.shape)}]";
}
