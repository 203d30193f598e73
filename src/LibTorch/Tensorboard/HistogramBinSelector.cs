namespace TorchSharp
{
    /// <summary>
    /// Rules for the number of a histogram's bins, as numpy has them: Doane (1976), twice the cube root of the number of values (Rice),
    /// Scott (1979), its square root, the least cross-validated error (Stone, 1984), its binary logarithm (Sturges, 1926).
    /// </summary>
    public enum HistogramBinSelector : byte { Doane, Rice, Scott, Sqrt, Stone, Sturges }
}

namespace TorchSharp.Utils.tensorboard.Enums
{
    /// <summary><see cref="TorchSharp.HistogramBinSelector"/>, or bins that widen by a tenth from 1e-12 to 1e20 on both sides of zero.</summary>
    public enum HistogramBinSelector : byte { Doane, Rice, Scott, Sqrt, Stone, Sturges, Tensorflow }
}
