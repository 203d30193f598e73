[assembly: Workbench.Display.NotebookUsings(
    "TorchSharp", "static TorchSharp.torch",
    "Workbench.Ablations", "Workbench.Activations", "Workbench.Benches", "Workbench.Data", "Workbench.DeadEnds", "Workbench.Flows", "Workbench.Metrics", "Workbench.Models", "Workbench.Papers", "Workbench.Plots",
    "Workbench.Probes", "Workbench.Pruning", "Workbench.Reconstruction", "Workbench.Recurrent", "Workbench.Reinforcement", "Workbench.Statistics", "Workbench.Training")]

namespace Workbench.Display;

/// <summary>
/// Tells a notebook kernel which usings the cells have that come after a <c>#r</c> of this library. Kernels look this attribute up by its
/// simple name, so that the library needs no reference to any kernel.
/// </summary>
/// <param name="usings">Namespaces and, for their static members, types.</param>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class NotebookUsingsAttribute(params string[] usings) : Attribute
{
    /// <summary>What is used.</summary>
    public string[] Usings { get; } = usings;
}
