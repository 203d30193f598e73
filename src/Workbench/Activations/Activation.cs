using TorchSharp;
using Workbench.Papers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// An activation with the values of its parameters: a function of a tensor (<see cref="Apply(Tensor)"/>), a module that holds what is trained of it
/// (<see cref="ToModule"/>), and what is declared of it (<see cref="Facts"/>). Instances never change; <see cref="With"/> makes another.
/// </summary>
/// <remarks>One file a class, one line in the list of <see cref="Activations"/>, and it is in every test, table and comparison.</remarks>
public abstract class Activation
{
    private ActivationParameter[] _parameters;
    private ActivationFacts? _measured;

    /// <summary>An activation of a given name.</summary>
    /// <param name="name">The name in the list.</param>
    /// <param name="parameters">Its parameters in the order of <see cref="Evaluate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter has a value outside its range.</exception>
    protected Activation(string name, params ActivationParameter[] parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(parameters);
        Name = name;
        _parameters = parameters;
        foreach (var parameter in parameters)
            parameter.Require(name);
        RequireTogether();
    }

    /// <summary>The name by which <see cref="Activations.ByName"/> finds it.</summary>
    public string Name { get; }

    /// <summary>The formula in one line.</summary>
    public abstract string Formula { get; }

    /// <summary>Where it is from; empty for what everybody knows.</summary>
    public virtual string Reference => "";

    /// <summary>Its parameters, in order.</summary>
    public IReadOnlyList<ActivationParameter> Parameters => _parameters;

    /// <summary>Whether every output depends on the input at its own place only; others look at a whole vector or batch.</summary>
    public virtual bool IsPointwise => true;

    /// <summary>Whether the backward pass is, on purpose, not the derivative of the forward pass.</summary>
    public virtual bool HasSurrogateGradient => false;

    /// <summary>Whether the activation came from <c>Activations.Define</c>.</summary>
    public virtual bool IsCustom => false;

    /// <summary>What is declared of it at the defaults; at other values of the parameters, and for custom ones, what is measured.</summary>
    public ActivationFacts Facts => DeclaredFacts is { } declared && _parameters.All(p => p.Value == p.Default)
        ? declared
        : _measured ??= ActivationMeasurement.Of(this);

    /// <summary>The facts at the defaults, as data; null where they must be measured.</summary>
    protected abstract ActivationFacts? DeclaredFacts { get; }

    /// <summary>The value of a parameter.</summary>
    /// <param name="parameter">A name of <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message gives the nearest one.</exception>
    public double this[string parameter] => _parameters[IndexOf(parameter)].Value;

    /// <summary>The activation of every entry; NaN stays NaN.</summary>
    /// <param name="x">Any shape, a floating dtype.</param>
    /// <returns>A tensor of the same shape, dtype and device.</returns>
    /// <exception cref="ArgumentException">The tensor holds integers or booleans.</exception>
    public Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Apply(x, Coefficients.Of(_parameters));
    }

    internal Tensor Apply(Tensor x, Coefficients coefficients)
    {
        if (!x.is_floating_point())
            throw new ArgumentException($"{Name} takes a floating tensor; got {x.dtype}.", nameof(x));
        using var scope = torch.NewDisposeScope();
        var y = Evaluate(x, coefficients);
        return (ReferenceEquals(x, y) ? x.alias() : y).MoveToOuterDisposeScope();
    }

    /// <summary>The same activation with another value of a parameter.</summary>
    /// <param name="parameter">A name of <see cref="Parameters"/>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">There is no such parameter; the message gives the nearest one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public Activation With(string parameter, double value) => Changed(parameter, p => p with { Value = value });

    /// <summary>The same activation with parameters that its module trains.</summary>
    /// <param name="parameters">Names; all when none is given.</param>
    public Activation Trained(params string[] parameters) => Changed(parameters, true);

    /// <summary>The same activation with parameters that its module keeps fixed: the ablation of a trained one.</summary>
    /// <param name="parameters">Names; all when none is given.</param>
    public Activation Frozen(params string[] parameters) => Changed(parameters, false);

    /// <summary>A module of the activation, holding its trained parameters at the present values.</summary>
    /// <param name="channels">1 for parameters shared by all neurons; else as many as the input has along <paramref name="dimension"/>.</param>
    /// <param name="dimension">The channels' dimension: 1 of [batch, channels, …], -1 of tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 channel.</exception>
    public virtual Module<Tensor, Tensor> ToModule(long channels = 1, int dimension = 1) => new ActivationModule(this, channels, dimension);

    /// <summary>Modules for the layers of a network: one for each, or the same object for all (joint, or recurrent, parameters: arXiv 2102.09407).</summary>
    /// <param name="layers">How many.</param>
    /// <param name="joint">Whether one module, with one set of parameters, serves all.</param>
    public IReadOnlyList<Module<Tensor, Tensor>> ToModules(int layers, bool joint = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        var first = ToModule();
        return [first, .. Enumerable.Range(1, layers - 1).Select(_ => joint ? first : ToModule())];
    }

    /// <summary>Name and parameters.</summary>
    public override string ToString() => _parameters.Length == 0 ? Name : $"{Name}({string.Join(", ", _parameters.Select(p => p.ToString()))})";

    /// <summary>The formula.</summary>
    /// <param name="x">The input, floating.</param>
    /// <param name="p">The parameters in the order of their declaration, numbers or trained tensors.</param>
    protected internal abstract Tensor Evaluate(Tensor x, Coefficients p);

    /// <summary>Throws when parameters that are each in their range do not fit together.</summary>
    private protected virtual void RequireTogether()
    {
    }

    private Activation Changed(string[] names, bool trained)
    {
        ArgumentNullException.ThrowIfNull(names);
        var result = this;
        foreach (var name in names.Length == 0 ? [.. _parameters.Select(p => p.Name)] : names)
            result = result.Changed(name, p => p with { IsTrained = trained });
        return result;
    }

    private Activation Changed(string name, Func<ActivationParameter, ActivationParameter> change)
    {
        var index = IndexOf(name);
        var copy = (Activation)MemberwiseClone();
        copy._measured = null;
        copy._parameters = [.. _parameters];
        copy._parameters[index] = change(_parameters[index]);
        copy._parameters[index].Require(Name);
        copy.RequireTogether();
        return copy;
    }

    private int IndexOf(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var index = Array.FindIndex(_parameters, p => string.Equals(p.Name, parameter, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new ArgumentException(
            $"{Name} has no parameter '{parameter}'.{Nearest.Hint(parameter, _parameters.Select(p => p.Name))}", nameof(parameter));
    }
}
