using TorchSharp.Utils.tensorboard;

namespace Tensorboard;

/// <summary>A histogram as TensorBoard keeps it: counts and the right ends of their bins (histogram.proto).</summary>
public sealed class HistogramProto
{
    public double Min { get; set; }

    public double Max { get; set; }

    /// <summary>The number of values.</summary>
    public double Num { get; set; }

    public double Sum { get; set; }

    public double SumSquares { get; set; }

    /// <summary>The right end of each bin, increasing.</summary>
    public List<double> BucketLimit { get; } = [];

    /// <summary>The number of values in each bin.</summary>
    public List<double> Bucket { get; } = [];

    internal void Write(WireWriter to)
    {
        to.Double(1, Min);
        to.Double(2, Max);
        to.Double(3, Num);
        to.Double(4, Sum);
        to.Double(5, SumSquares);
        to.Doubles(6, BucketLimit);
        to.Doubles(7, Bucket);
    }
}

/// <summary>The values that an event records (summary.proto).</summary>
public sealed class Summary
{
    public List<Types.Value> Value { get; } = [];

    internal void Write(WireWriter to)
    {
        foreach (var value in Value) to.Message(1, value.Write);
    }

    /// <summary>What a summary consists of.</summary>
    public static class Types
    {
        /// <summary>A picture in a format that browsers show.</summary>
        public sealed class Image
        {
            /// <summary>Pixels.</summary>
            public int Height { get; set; }

            /// <summary>Pixels.</summary>
            public int Width { get; set; }

            /// <summary>The number of channels: 1 grey, 3 colours, 4 colours and opacity.</summary>
            public int Colorspace { get; set; }

            /// <summary>The bytes of a PNG, GIF or JPEG file.</summary>
            public byte[] EncodedImageString { get; set; } = [];

            internal void Write(WireWriter to)
            {
                to.Integer(1, Height);
                to.Integer(2, Width);
                to.Integer(3, Colorspace);
                to.Bytes(4, EncodedImageString);
            }
        }

        /// <summary>What a tag is at a step: a number, a picture, a histogram or a text.</summary>
        public sealed class Value
        {
            private float? number;

            public string Tag { get; set; } = "";

            public float SimpleValue { get => number ?? 0; set => number = value; }

            public Image? Image { get; set; }

            public HistogramProto? Histo { get; set; }

            /// <summary>Markdown; TensorBoard's text plug-in wants it as a tensor of one string.</summary>
            internal string? Text { get; set; }

            internal void Write(WireWriter to)
            {
                const int stringType = 7;
                to.Text(1, Tag);
                if (number is { } value) to.Single(2, value);
                if (Image is not null) to.Message(4, Image.Write);
                if (Histo is not null) to.Message(5, Histo.Write);
                if (Text is null) return;
                to.Message(8, tensor =>
                {
                    tensor.Integer(1, stringType);
                    tensor.Message(2, shape => shape.Message(2, dimension => dimension.Integer(1, 1)));
                    tensor.Text(8, Text);
                });
                to.Message(9, metadata => metadata.Message(1, plugin => plugin.Text(1, "text")));
            }
        }
    }
}
