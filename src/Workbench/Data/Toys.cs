using Workbench.Flows;

namespace Workbench.Data;

/// <summary>
/// Two-dimensional laws on which a flow can be watched, each centred and a few units wide. All draw float32 points
/// [count, 2] from an explicit generator.
/// </summary>
/// <remarks><code>var points = Toys.TwoMoons().Sample(1000, new torch.Generator(0));   // [1000, 2]</code></remarks>
public static class Toys
{
    /// <summary>One instance of every toy, by the name that <see cref="ByName"/> knows it by.</summary>
    public static IReadOnlyList<(string Name, ISampler Law)> All { get; } =
    [
        ("eight-gaussians", EightGaussians()),
        ("two-moons", TwoMoons()),
        ("checkerboard", Checkerboard()),
        ("spirals", Spirals()),
    ];

    /// <summary>Equal Gaussians on a circle, the first on the positive x-axis.</summary>
    /// <param name="radius">Radius of the circle, not negative.</param>
    /// <param name="std">Standard deviation of each component, positive.</param>
    /// <param name="components">Their number, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static GaussianMixture GaussianRing(double radius, double std, int components)
    {
        Batches.RequirePositive(components, nameof(components));
        if (!(radius >= 0 && double.IsFinite(radius)))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius must not be negative.");
        if (!(std > 0 && double.IsFinite(std)))
            throw new ArgumentOutOfRangeException(nameof(std), std, "The standard deviation must be positive.");
        var means = new double[components, 2];
        for (var k = 0; k < components; k++)
        {
            (means[k, 1], means[k, 0]) = Math.SinCos(2 * Math.PI * k / components);
            (means[k, 0], means[k, 1]) = (radius * means[k, 0], radius * means[k, 1]);
        }

        return new GaussianMixture([.. Enumerable.Repeat(1.0, components)], means, [.. Enumerable.Repeat(std, components)]);
    }

    /// <summary>Eight equal Gaussians on a circle.</summary>
    /// <param name="radius">Radius of the circle.</param>
    /// <param name="std">Standard deviation of each component.</param>
    public static GaussianMixture EightGaussians(double radius = 2, double std = 0.15) => GaussianRing(radius, std, 8);

    /// <summary>Two interleaved half circles.</summary>
    /// <param name="std">Standard deviation of the noise around them.</param>
    public static TwoMoons TwoMoons(double std = 0.1) => new(std);

    /// <summary>The dark squares of a checkerboard on [-2, 2]².</summary>
    /// <param name="squares">Squares along a side, even.</param>
    public static Checkerboard Checkerboard(int squares = 4) => new(squares);

    /// <summary>Two spiral arms, half a turn apart.</summary>
    /// <param name="turns">Turns of an arm.</param>
    /// <param name="std">Standard deviation of the noise around them.</param>
    public static Spirals Spirals(double turns = 1.5, double std = 0.06) => new(turns, std);

    /// <summary>The toy of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No toy has the name; the message gives the nearest one.</exception>
    public static ISampler ByName(string name) => Named.Find(All, t => t.Name, name, "toy").Law;
}
