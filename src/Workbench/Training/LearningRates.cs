namespace Workbench.Training;

/// <summary>The learning rate of a step: <paramref name="step"/> counts from 0, <paramref name="total"/> is how many there are.</summary>
public delegate double LearningRate(int step, int total);

/// <summary>Learning-rate schedules.</summary>
public static class LearningRates
{
    /// <summary>The same rate throughout.</summary>
    public static LearningRate Constant(double rate) => (_, _) => rate;

    /// <summary>
    /// A ramp of <paramref name="warmUp"/> steps up to <paramref name="peak"/>, then a line that would reach 0 one step
    /// after the last: <c>peak · (step + 1) / warmUp</c>, then <c>peak · (total − step) / (total − warmUp)</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The peak is not positive, or the ramp negative.</exception>
    public static LearningRate RampThenLinear(double peak, int warmUp)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(peak);
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        return (step, total) => step < warmUp
            ? peak * (step + 1) / warmUp
            : peak * (total - step) / (total - warmUp);
    }

    /// <summary>A ramp of <paramref name="warmUp"/> steps, then half a cosine from <paramref name="peak"/> down to 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The peak is not positive, or the ramp negative.</exception>
    public static LearningRate RampThenCosine(double peak, int warmUp)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(peak);
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        return (step, total) => step < warmUp
            ? peak * (step + 1) / warmUp
            : peak * 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / Math.Max(1, total - warmUp)));
    }
}
