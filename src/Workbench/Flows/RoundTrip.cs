using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>Data points that were inverted to noise and reconstructed from it.</summary>
/// <param name="Noise">Where the way back ended, [batch, …].</param>
/// <param name="Reconstruction">Where the way forth from there ended; the data points themselves if the solver made no error.</param>
/// <param name="Evaluations">How often each way evaluated the velocity field (NFE).</param>
public sealed record RoundTrip(Tensor Noise, Tensor Reconstruction, long Evaluations);
