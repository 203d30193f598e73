using TorchSharp.Utils.tensorboard;

namespace Tensorboard;

/// <summary>A histogram as TensorBoard keeps it (histogram.proto): counts, and the right ends of their bins.</summary>
public sealed class HistogramProto
{
    public double Min { get; set; }
    public double Max { get; set; }
    public double Num { get; set; }
    public double Sum { get; set; }
    public double SumSquares { get; set; }
    public List<double> BucketLimit { get; } = [];
    public List<double> Bucket { get; } = [];

    internal void Write(WireWriter to)
    {
        foreach (var (i, number) in new[] { Min, Max, Num, Sum, SumSquares }.Index()) to.Double(i + 1, number);
        to.Doubles(6, BucketLimit);
        to.Doubles(7, Bucket);
    }
}

/// <summary>The values that an event records (summary.proto).</summary>
public sealed class Summary
{
    public List<Types.Value> Value { get; } = [];

    internal void Write(WireWriter to) => Value.ForEach(value => to.Message(1, value.Write));

    /// <summary>What a summary consists of.</summary>
    public static class Types
    {
        /// <summary>A picture: its size in pixels, its channels (1 grey, 3 colours, 4 with opacity), and a PNG, GIF or JPEG file.</summary>
        public sealed class Image
        {
            public int Height { get; set; }
            public int Width { get; set; }
            public int Colorspace { get; set; }
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
