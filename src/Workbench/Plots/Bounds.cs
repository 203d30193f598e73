namespace Workbench.Plots;

/// <summary>The rectangle that holds a set of points.</summary>
internal readonly record struct Bounds(double Left, double Right, double Low, double High)
{
    public static Bounds Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => !(Left <= Right && Low <= High);

    public double Width => Right - Left;

    public double Height => High - Low;

    public double CentreX => (Left + Right) / 2;

    public double CentreY => (Low + High) / 2;

    public static Bounds Of(IEnumerable<double> x, IEnumerable<double> y)
    {
        var b = Empty;
        foreach (var value in x.Where(double.IsFinite))
            b = b with { Left = Math.Min(b.Left, value), Right = Math.Max(b.Right, value) };
        foreach (var value in y.Where(double.IsFinite))
            b = b with { Low = Math.Min(b.Low, value), High = Math.Max(b.High, value) };
        return b;
    }

    public Bounds Union(Bounds other) => IsEmpty ? other : other.IsEmpty ? this
        : new(Math.Min(Left, other.Left), Math.Max(Right, other.Right), Math.Min(Low, other.Low), Math.Max(High, other.High));
}
