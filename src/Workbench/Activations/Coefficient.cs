using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>A parameter inside a formula: a number, or a tensor that is trained. Formulas are written once for both.</summary>
public readonly struct Coefficient
{
    // In the operators both arms of a choice are cast: a bare number beside a bare tensor would become a tensor, too.
    private readonly Tensor? _tensor;
    private readonly double _number;

    private Coefficient(Tensor? tensor, double number) => (_tensor, _number) = (tensor, number);

    /// <summary>The number; null when it is a tensor.</summary>
    public double? Number => _tensor is null ? _number : null;

    /// <summary>e to its power.</summary>
    public Coefficient Exp() => _tensor is null ? (Coefficient)Math.Exp(_number) : _tensor.exp();

    /// <summary>Its natural logarithm.</summary>
    public Coefficient Log() => _tensor is null ? (Coefficient)Math.Log(_number) : _tensor.log();

    /// <summary>Its magnitude.</summary>
    public Coefficient Abs() => _tensor is null ? (Coefficient)Math.Abs(_number) : _tensor.abs();

    /// <summary>A tensor cut to [0, this]; NaN stays NaN.</summary>
    public Tensor Clamp(Tensor x) => _tensor is null ? nn.functional.relu(x).NotAbove(_number) : torch.minimum(nn.functional.relu(x), _tensor);

    /// <summary>The smaller of the two; NaN stays NaN.</summary>
    public Tensor Minimum(Tensor x) => _tensor is null ? x.NotAbove(_number) : torch.minimum(x, _tensor);

    /// <summary>Where a tensor lies above it.</summary>
    public Tensor IsBelow(Tensor x) => _tensor is null ? x > _number : x > _tensor;

    /// <summary>Where a tensor lies below it.</summary>
    public Tensor IsAbove(Tensor x) => _tensor is null ? x < _number : x < _tensor;

    /// <summary>A number.</summary>
    public static implicit operator Coefficient(double number) => new(null, number);

    /// <summary>A tensor that broadcasts against the input.</summary>
    public static implicit operator Coefficient(Tensor tensor) => new(tensor ?? throw new ArgumentNullException(nameof(tensor)), 0);

    /// <summary>Product.</summary>
    public static Tensor operator *(Coefficient a, Tensor x) => a._tensor is null ? x * a._number : x * a._tensor;

    /// <summary>Product.</summary>
    public static Tensor operator *(Tensor x, Coefficient a) => a * x;

    /// <summary>Sum.</summary>
    public static Tensor operator +(Coefficient a, Tensor x) => a._tensor is null ? x + a._number : x + a._tensor;

    /// <summary>Sum.</summary>
    public static Tensor operator +(Tensor x, Coefficient a) => a + x;

    /// <summary>Difference.</summary>
    public static Tensor operator -(Tensor x, Coefficient a) => a._tensor is null ? x - a._number : x - a._tensor;

    /// <summary>Difference.</summary>
    public static Tensor operator -(Coefficient a, Tensor x) => a._tensor is null ? -x + a._number : a._tensor - x;

    /// <summary>Quotient.</summary>
    public static Tensor operator /(Tensor x, Coefficient a) => a._tensor is null ? x / a._number : x / a._tensor;

    /// <summary>Sum.</summary>
    public static Coefficient operator +(Coefficient a, Coefficient b)
        => b._tensor is not null ? (Coefficient)(a + b._tensor) : a._tensor is not null ? (Coefficient)(a._tensor + b._number) : (Coefficient)(a._number + b._number);

    /// <summary>Difference.</summary>
    public static Coefficient operator -(Coefficient a, Coefficient b) => a + (Coefficient)(-1.0) * b;

    /// <summary>Product.</summary>
    public static Coefficient operator *(Coefficient a, Coefficient b)
        => b._tensor is not null ? (Coefficient)(a * b._tensor) : a._tensor is not null ? (Coefficient)(a._tensor * b._number) : (Coefficient)(a._number * b._number);

    /// <summary>Quotient.</summary>
    public static Coefficient operator /(Coefficient a, Coefficient b)
        => a._tensor is not null ? (Coefficient)(a._tensor / b) : b._tensor is not null ? (Coefficient)(b._tensor.reciprocal() * a._number) : (Coefficient)(a._number / b._number);

    // Without these a number beside a coefficient would become a tensor.
    /// <summary>Product.</summary>
    public static Coefficient operator *(double a, Coefficient b) => (Coefficient)a * b;

    /// <summary>Product.</summary>
    public static Coefficient operator *(Coefficient a, double b) => a * (Coefficient)b;

    /// <summary>Sum.</summary>
    public static Coefficient operator +(double a, Coefficient b) => (Coefficient)a + b;

    /// <summary>Sum.</summary>
    public static Coefficient operator +(Coefficient a, double b) => a + (Coefficient)b;

    /// <summary>Difference.</summary>
    public static Coefficient operator -(double a, Coefficient b) => (Coefficient)a - b;

    /// <summary>Difference.</summary>
    public static Coefficient operator -(Coefficient a, double b) => a - (Coefficient)b;

    /// <summary>Quotient.</summary>
    public static Coefficient operator /(double a, Coefficient b) => (Coefficient)a / b;

    /// <summary>Quotient.</summary>
    public static Coefficient operator /(Coefficient a, double b) => a / (Coefficient)b;
}

/// <summary>The parameters of an activation in the order in which it declares them.</summary>
public readonly struct Coefficients
{
    private readonly Coefficient[] _values;

    internal Coefficients(Coefficient[] values) => _values = values;

    /// <summary>One of them.</summary>
    /// <param name="index">Its place.</param>
    public Coefficient this[int index] => _values[index];

    /// <summary>Two of them.</summary>
    public void Deconstruct(out Coefficient first, out Coefficient second) => (first, second) = (_values[0], _values[1]);

    /// <summary>Three of them.</summary>
    public void Deconstruct(out Coefficient first, out Coefficient second, out Coefficient third)
        => (first, second, third) = (_values[0], _values[1], _values[2]);

    /// <summary>Five of them.</summary>
    public void Deconstruct(out Coefficient first, out Coefficient second, out Coefficient third, out Coefficient fourth, out Coefficient fifth)
        => (first, second, third, fourth, fifth) = (_values[0], _values[1], _values[2], _values[3], _values[4]);

    /// <summary>The numbers when none is a tensor; else null.</summary>
    internal double[]? Numbers()
    {
        var numbers = new double[_values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (_values[i].Number is not { } number)
                return null;
            numbers[i] = number;
        }

        return numbers;
    }

    internal static Coefficients Of(IReadOnlyList<ActivationParameter> parameters) => new([.. parameters.Select(p => (Coefficient)p.Value)]);
}
