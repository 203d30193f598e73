using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Draws for what lies in CPU memory by a generator of a GPU: numbers drawn there would have to be read back, at every step. A companion on
/// the CPU with the same seed draws them instead, so that the generator's seed still determines everything.
/// </summary>
internal static class HostGenerators
{
    private static readonly ConditionalWeakTable<Generator, Generator> Companions = [];

    /// <summary>The generator itself, or its companion where the data are on the CPU and it is not.</summary>
    public static Generator Of(Generator generator, Device data) => data.type == DeviceType.CPU && generator.device.type != DeviceType.CPU
        ? Companions.GetValue(generator, static one => new Generator(unchecked((ulong)one.initial_seed())))
        : generator;
}
