using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Device.Tests;

/// <summary>A device and a dtype, and tensors on them that are the same numbers everywhere.</summary>
internal sealed record Place(torch.Device Device, ScalarType Dtype = ScalarType.Float32)
{
    /// <summary>Standard normal numbers.</summary>
    public Tensor Normal(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, generator: generator).to(Dtype, Device);
    }

    /// <summary>Numbers in (0, 1).</summary>
    public Tensor Uniform(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return (rand(shape, generator: generator) * 0.98 + 0.01).to(Dtype, Device);
    }

    /// <summary>Whole numbers below a bound.</summary>
    public Tensor Whole(int seed, long below, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randint(below, shape, dtype: ScalarType.Int64, generator: generator).to(Device);
    }

    /// <summary>A generator of the device.</summary>
    public Generator Generator(int seed) => new((ulong)seed, Device);

    /// <summary>A module, made on the CPU by its seed.</summary>
    public T Module<T>(T module)
        where T : nn.Module => module.to(Device, Dtype);
}

/// <summary>A public entry of the library, and what comes out of it: tensors, or numbers read from them.</summary>
internal sealed record Entry(string Name, Func<Place, IEnumerable<object>> Run)
{
    /// <summary>Draws random numbers on the device: the same numbers only where the device has the CPU's generator.</summary>
    public bool Draws { get; init; }

    /// <summary>Draws rows of data on the CPU by a companion of the device's generator: other rows than on the CPU, even on a stand-in.</summary>
    public bool Companion { get; init; }

    /// <summary>Why it gives float32 whatever it is given; null when the dtype goes through.</summary>
    public string? Float32 { get; init; }

    /// <summary>Why it is not for bfloat16; null when it is.</summary>
    public string? NoBFloat16 { get; init; }

    /// <summary>Why its result lies on the CPU; null when it stays on the device.</summary>
    public string? OnCpu { get; init; }

    /// <summary>An entry with one result.</summary>
    public Entry(string name, Func<Place, object> run)
        : this(name, place => (IEnumerable<object>)[run(place)])
    {
    }

    /// <summary>The results at a place, on the CPU in float64, with where and what they were.</summary>
    public List<(Tensor Values, torch.Device? Device, ScalarType? Dtype)> At(Place place)
    {
        List<(Tensor, torch.Device?, ScalarType?)> results = [];
        foreach (var result in Run(place))
        {
            results.Add(result switch
            {
                Tensor tensor => (Numbers(tensor), tensor.device, tensor.dtype),
                double number => (torch.tensor(number), null, null),
                IReadOnlyList<double> numbers => (torch.tensor(numbers.ToArray()), null, null),
                _ => throw new InvalidOperationException($"{Name} gives a {result.GetType()}"),
            });
        }

        return results;
    }

    private static Tensor Numbers(Tensor tensor)
    {
        var here = tensor.detach().cpu();
        return here.is_complex() ? view_as_real(here).to_type(ScalarType.Float64) : here.to_type(ScalarType.Float64);
    }
}
