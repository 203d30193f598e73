namespace TorchSharp
{
    /// <summary>Rules for the number of a histogram's bins, as numpy names them.</summary>
    public enum HistogramBinSelector : byte
    {
        /// <summary>Sturges' rule with a term for skewness (Doane, 1976).</summary>
        Doane = 0,

        /// <summary>Twice the cube root of the number of values.</summary>
        Rice,

        /// <summary>Bins of 3.49 standard deviations over the cube root of the number of values (Scott, 1979).</summary>
        Scott,

        /// <summary>The square root of the number of values.</summary>
        Sqrt,

        /// <summary>The least cross-validated squared error (Stone, 1984).</summary>
        Stone,

        /// <summary>One more than the binary logarithm of the number of values (Sturges, 1926).</summary>
        Sturges,
    }
}

namespace TorchSharp.Utils.tensorboard.Enums
{
    /// <inheritdoc cref="TorchSharp.HistogramBinSelector"/>
    public enum HistogramBinSelector : byte
    {
        /// <inheritdoc cref="TorchSharp.HistogramBinSelector.Doane"/>
        Doane = 0,

        /// <inheritdoc cref="TorchSharp.HistogramBinSelector.Rice"/>
        Rice,

        /// <inheritdoc cref="TorchSharp.HistogramBinSelector.Scott"/>
        Scott,

        /// <inheritdoc cref="TorchSharp.HistogramBinSelector.Sqrt"/>
        Sqrt,

        /// <inheritdoc cref="TorchSharp.HistogramBinSelector.Stone"/>
        Stone,

        /// <inheritdoc cref="TorchSharp.HistogramBinSelector.Sturges"/>
        Sturges,

        /// <summary>Bins that widen by a tenth from 1e-12 to 1e20, on both sides of zero.</summary>
        Tensorflow,
    }
}
