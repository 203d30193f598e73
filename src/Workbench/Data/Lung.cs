namespace Workbench.Data;

/// <summary>
/// A lung of one compartment: P = R q + V/C + PEEP, dV/dt = q. Any consistent units will do; here cmH₂O, litres and seconds.
/// </summary>
/// <param name="Resistance">R of the airway, cmH₂O·s/L.</param>
/// <param name="Compliance">C, L/cmH₂O.</param>
/// <param name="EndPressure">PEEP, the pressure at the end of breathing out, cmH₂O.</param>
public readonly record struct Lung(double Resistance, double Compliance, double EndPressure = 5)
{
    /// <summary>Pressure in the lung itself, V/C + PEEP.</summary>
    /// <param name="volume">V above that at rest, L.</param>
    public double AlveolarPressure(double volume) => (volume / Compliance) + EndPressure;

    /// <summary>Pressure in the airway, R q + V/C + PEEP.</summary>
    /// <param name="flow">q into the lung, L/s.</param>
    /// <param name="volume">V, L.</param>
    public double AirwayPressure(double flow, double volume) => (Resistance * flow) + AlveolarPressure(volume);

    /// <summary>The volume after breathing out against PEEP, the solution of dV/dt = −V/(R C): V exp(−t/(R C)).</summary>
    /// <param name="volume">V at the start, L.</param>
    /// <param name="seconds">t.</param>
    public double Exhaled(double volume, double seconds) => volume * Math.Exp(-seconds / (Resistance * Compliance));

    /// <summary>
    /// Flow from a supply through a valve, a resistance in series with the airway: q = (supply − V/C − PEEP) / (valve + R). A wider valve
    /// lets more through; none lets the pressure rise above the supply's.
    /// </summary>
    /// <param name="volume">V, L.</param>
    /// <param name="supply">Pressure of the supply, cmH₂O.</param>
    /// <param name="valve">Resistance of the valve, cmH₂O·s/L; infinite when shut.</param>
    public double ValveFlow(double volume, double supply, double valve) => (supply - AlveolarPressure(volume)) / (valve + Resistance);

    /// <summary>
    /// The volume after breathing in through a valve that stays as it is: V goes to C (supply − PEEP) with the time constant C (valve + R).
    /// </summary>
    /// <param name="volume">V at the start, L.</param>
    /// <param name="supply">Pressure of the supply, cmH₂O.</param>
    /// <param name="valve">Resistance of the valve, cmH₂O·s/L; infinite when shut.</param>
    /// <param name="seconds">t.</param>
    public double Inhaled(double volume, double supply, double valve, double seconds)
    {
        var final = Compliance * (supply - EndPressure);
        return final + ((volume - final) * Math.Exp(-seconds / (Compliance * (valve + Resistance))));
    }
}
