using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// The module of an activation. Trained parameters start at the activation's values, one for all neurons or one a channel; those that must
/// be positive are softplus of the parameter <c>name_raw</c>, the others are the parameter <c>name</c>. Give them no weight decay.
/// </summary>
public sealed class ActivationModule : Module<Tensor, Tensor>
{
    private readonly long _channels;
    private readonly int _dimension;

    internal ActivationModule(Activation activation, long channels, int dimension)
        : base(activation.Name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (Activation, _channels, _dimension) = (activation, channels, dimension);
        foreach (var parameter in activation.Parameters.Where(p => p.IsTrained))
        {
            var start = parameter.IsPositive ? InverseSoftplus(parameter.Value) : parameter.Value;
            register_parameter(Key(parameter), new Parameter(torch.full([channels], start)));
        }
    }

    /// <summary>The activation with the values the module started from.</summary>
    public Activation Activation { get; }

    /// <summary>The present value of a parameter, [channels], without history.</summary>
    /// <param name="parameter">Its name.</param>
    /// <exception cref="ArgumentException">The activation has no such parameter.</exception>
    public Tensor ValueOf(string parameter)
    {
        var value = Activation[parameter];
        var declared = Activation.Parameters.First(p => string.Equals(p.Name, parameter, StringComparison.OrdinalIgnoreCase));
        using var noGrad = torch.no_grad();
        return declared.IsTrained ? Read(declared).clone() : torch.full([_channels], value);
    }

    /// <summary>The activation of every entry.</summary>
    /// <param name="input">Any shape, with as many entries along the channels' dimension as the module has channels when it has several.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">The channels' dimension is missing or has another size.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var parameters = Activation.Parameters;
        if (!parameters.Any(p => p.IsTrained))
            return Activation.Apply(input);
        using var scope = torch.NewDisposeScope();
        var shape = ChannelShape(input);
        var values = new Coefficient[parameters.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = parameters[i].IsTrained ? (Coefficient)Read(parameters[i]).view(shape) : (Coefficient)parameters[i].Value;
        return Activation.Apply(input, new Coefficients(values)).MoveToOuterDisposeScope();
    }

    private Tensor Read(ActivationParameter parameter)
    {
        var held = get_parameter(Key(parameter))!;
        return parameter.IsPositive ? functional.softplus(held) : held;
    }

    private long[] ChannelShape(Tensor input)
    {
        if (_channels == 1)
            return [];
        var dimension = _dimension < 0 ? (int)input.dim() + _dimension : _dimension;
        if (dimension < 0 || dimension >= input.dim() || input.shape[dimension] != _channels)
            throw new ArgumentException(
                $"{Activation.Name} has {_channels} channels along dimension {_dimension}; got [{string.Join(", ", input.shape)}].", nameof(input));
        var shape = Enumerable.Repeat(1L, (int)input.dim()).ToArray();
        shape[dimension] = _channels;
        return shape;
    }

    // y + ln(1 - e^-y); the second term vanishes before the exponential can round to 1.
    private static double InverseSoftplus(double y) => y < 1e-5 ? Math.Log(y) + y / 2 : y + Math.Log(1 - Math.Exp(-y));

    private static string Key(ActivationParameter parameter) => parameter.IsPositive ? $"{parameter.Name}_raw" : parameter.Name;
}
