using TorchSharp;
using Workbench.Papers;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// The list of activations that tests, tables and notebooks share: <c>Activations.ByName("golu").Apply(x)</c>,
/// <c>Activations.ByName("swish").ToModule(channels: 64)</c>, and <c>Activations.Define("mine", x => x * x.sigmoid().square())</c> for one more.
/// </summary>
public static class Activations
{
    private static readonly object Lock = new();
    private static readonly List<Activation> Defined = [];

    /// <summary>The activations of the library, at their defaults; a new one is a file and a line here.</summary>
    public static IReadOnlyList<Activation> BuiltIn { get; } =
    [
        new Identity(), new Relu(), new Relu6(), new LeakyRelu(), new PRelu(), new RRelu(), new ShiftedRelu(), new SquaredRelu(),
        new Sigmoid(), new HyperbolicTangent(), new Softplus(), new Elu(), new Celu(), new Selu(),
        new Gelu(), new GeluTanh(), new GeluSigmoid(), new Silu(), new Swish(), new Mish(), new Hardswish(),
        new Smelu(), new Gsmelu(), new Rescu(), new Helu(), new Sau(), new ReluGelu(), new ReluSilu(), new ReducedPrecision(),
        new React(), new Vra(), new VraPlus(),
        new Pade(), new Pade(PadeVersion.B), new Golu(), new Xatlu(), new Xgelu(), new Xsilu(), new Aptx(), new GrowingCosine(),
        new MaxSigmoid(), new CosineMinusIdentity(), new MinSine(), new SquaredArctanMinusIdentity(), new MaxTanh(), new SquaredArsinh(),
        new MatrixActivation(), new TopKActivation(), new VarianceAdaptiveGate(),
    ];

    /// <summary>The activations of the library and those defined since.</summary>
    public static IReadOnlyList<Activation> All
    {
        get
        {
            lock (Lock)
                return [.. BuiltIn, .. Defined];
        }
    }

    /// <summary>The activation of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No activation has the name; the message gives the nearest one.</exception>
    public static Activation ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var all = All;
        return all.FirstOrDefault(a => Same(a.Name, name))
            ?? throw new ArgumentException($"There is no activation '{name}'.{Nearest.Hint(name, all.Select(a => a.Name))}", nameof(name));
    }

    /// <summary>Adds an activation to every comparison; a cell that is run again replaces its own definition.</summary>
    /// <param name="name">Its name, not that of one of the library's.</param>
    /// <param name="function">A function of a floating tensor that keeps shape and dtype; it is tried on a probe at once.</param>
    /// <param name="formula">What tables show; empty when left out.</param>
    /// <returns>The activation, with measured facts.</returns>
    /// <exception cref="ArgumentException">The name is taken by the library, or the function changes shape or dtype.</exception>
    public static Activation Define(string name, Func<Tensor, Tensor> function, string formula = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(function);
        return Define(new CustomActivation(name, function, formula));
    }

    /// <summary>Adds an activation of a class of one's own to every comparison.</summary>
    /// <param name="activation">The activation.</param>
    /// <exception cref="ArgumentException">The library has one of that name.</exception>
    public static Activation Define(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (BuiltIn.Any(a => Same(a.Name, activation.Name)))
            throw new ArgumentException($"The library has an activation '{activation.Name}'; choose another name.", nameof(activation));
        lock (Lock)
        {
            Defined.RemoveAll(a => Same(a.Name, activation.Name));
            Defined.Add(activation);
        }

        return activation;
    }

    /// <summary>Takes a definition back.</summary>
    /// <param name="name">The name given to <see cref="Define(string, Func{Tensor, Tensor}, string)"/>.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Forget(string name)
    {
        lock (Lock)
            return Defined.RemoveAll(a => Same(a.Name, name)) > 0;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
