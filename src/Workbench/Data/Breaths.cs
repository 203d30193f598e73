using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>Breaths with what a ventilator knows of them and the pressure in the airway.</summary>
/// <param name="Inputs">
/// float32 [breaths, steps, 5]: time in seconds, the reading of the inlet valve (0 shut, 1 open), the outlet valve (0 shut, 1 open),
/// R/20 in cmH₂O·s/L, C/20 in mL/cmH₂O.
/// </param>
/// <param name="Pressure">float32 [breaths, steps], cmH₂O.</param>
/// <param name="Inspiration">float32 [breaths, steps]: 1 while the outlet valve is shut, the steps that count.</param>
public sealed record Breaths(Tensor Inputs, Tensor Pressure, Tensor Inspiration) : IDisposable
{
    /// <summary>Number of breaths.</summary>
    public long Count => Inputs.shape[0];

    /// <summary>Parts whole breaths: none has steps in both parts.</summary>
    /// <param name="train">How many of the first breaths are trained on.</param>
    /// <returns>Views of these breaths.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A part would be empty.</exception>
    public (Breaths Train, Breaths Test) Split(long train)
    {
        if (train <= 0 || train >= Count)
            throw new ArgumentOutOfRangeException(nameof(train), train, $"{Count} breaths are parted after 1 to {Count - 1} of them.");
        return (Slice(0, train), Slice(train, Count - train));
    }

    /// <summary>The first steps of every breath. From step 36 on none breathes in, so that nothing that counts is lost with 36 or more.</summary>
    /// <param name="steps">How many.</param>
    /// <returns>Views of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public Breaths First(long steps)
    {
        if (steps <= 0 || steps > Pressure.shape[1])
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"A breath has 1 to {Pressure.shape[1]} steps.");
        return new(Inputs.narrow(1, 0, steps), Pressure.narrow(1, 0, steps), Inspiration.narrow(1, 0, steps));
    }

    /// <summary>The breaths of these numbers.</summary>
    /// <param name="index">int64 [n].</param>
    public Breaths At(Tensor index) => new(Inputs.index_select(0, index), Pressure.index_select(0, index), Inspiration.index_select(0, index));

    /// <summary>The same breaths on a device.</summary>
    /// <param name="device">The device.</param>
    public Breaths To(Device device) => new(Inputs.to(device), Pressure.to(device), Inspiration.to(device));

    /// <summary>Mean absolute error over the steps of inspiration, a scalar, cmH₂O.</summary>
    /// <param name="prediction">[breaths, steps].</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public Tensor MeanAbsoluteError(Tensor prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction.shape.SequenceEqual(Pressure.shape)
            ? ((prediction - Pressure).abs() * Inspiration).sum() / Inspiration.sum()
            : throw new ArgumentException($"Expected [{string.Join(", ", Pressure.shape)}]; got [{string.Join(", ", prediction.shape)}].", nameof(prediction));
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Pressure.Dispose();
        Inspiration.Dispose();
    }

    private Breaths Slice(long start, long length) =>
        new(Inputs.narrow(0, start, length), Pressure.narrow(0, start, length), Inspiration.narrow(0, start, length));
}
