namespace Workbench.Models;

/// <summary>
/// A network of points, times and conditions, <c>nn.Module&lt;Tensor, Tensor, Tensor, Tensor&gt;</c>, that knows what stands for no
/// condition; label dropout in training and classifier-free guidance rest on it.
/// </summary>
public interface IConditionalNetwork
{
    /// <summary>The conditions it takes.</summary>
    Conditions Conditions { get; }
}
