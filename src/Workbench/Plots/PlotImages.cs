namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>Pictures in a grid, as one small grey PNG.</summary>
    /// <param name="images">Pixels, [picture, height, width].</param>
    /// <param name="columns">Pictures in a row; 0 for about twice as wide as high.</param>
    /// <param name="range">Values shown black and white; null for (-1, 1), the library's scale of pictures.</param>
    /// <param name="scale">Screen pixels per picture pixel.</param>
    /// <exception cref="ArgumentException">No pictures, or an empty range.</exception>
    public static Figure Images(float[,,] images, int columns = 0, (double Low, double High)? range = null, int scale = 2)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Images(images.GetLength(0), 1, images.GetLength(1), images.GetLength(2), (n, _, i, j) => images[n, i, j], columns, range, scale);
    }

    /// <summary>Grey or colour pictures in a grid, as one small PNG.</summary>
    /// <param name="images">Pixels, [picture, channel, height, width] with one channel (grey) or three (red, green, blue).</param>
    /// <param name="columns">Pictures in a row; 0 for about twice as wide as high.</param>
    /// <param name="range">Values shown black and at full light; null for (-1, 1), the library's scale of pictures.</param>
    /// <param name="scale">Screen pixels per picture pixel.</param>
    /// <exception cref="ArgumentException">No pictures, another number of channels, or an empty range.</exception>
    public static Figure Images(float[,,,] images, int columns = 0, (double Low, double High)? range = null, int scale = 2)
    {
        ArgumentNullException.ThrowIfNull(images);
        var channels = images.GetLength(1);
        if (channels is not (1 or 3))
            throw new ArgumentException($"pictures have 1 channel or 3: [{images.GetLength(0)}, {channels}, {images.GetLength(2)}, {images.GetLength(3)}] given", nameof(images));
        return Images(images.GetLength(0), channels, images.GetLength(2), images.GetLength(3), (n, c, i, j) => images[n, c, i, j], columns, range, scale);
    }

    /// <summary>Pictures in a grid from a flat buffer.</summary>
    /// <param name="pixels">Pixels, picture by picture, row by row.</param>
    /// <param name="height">Height of a picture.</param>
    /// <param name="width">Width of a picture.</param>
    /// <param name="columns">Pictures in a row; 0 for about twice as wide as high.</param>
    /// <param name="range">Values shown black and white; null for (-1, 1).</param>
    /// <param name="scale">Screen pixels per picture pixel.</param>
    /// <exception cref="ArgumentException">The buffer is not a whole number of pictures.</exception>
    public static Figure Images(float[] pixels, int height, int width, int columns = 0, (double Low, double High)? range = null, int scale = 2)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (height < 1 || width < 1 || pixels.Length == 0 || pixels.Length % (height * width) != 0)
            throw new ArgumentException($"{pixels.Length} pixels are no whole number of {height}×{width} pictures", nameof(pixels));
        var images = new float[pixels.Length / (height * width), height, width];
        Buffer.BlockCopy(pixels, 0, images, 0, pixels.Length * sizeof(float));
        return Images(images, columns, range, scale);
    }

    private static Figure Images(int count, int channels, int height, int width, Func<int, int, int, int, float> pixel, int columns, (double Low, double High)? range, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        if (count == 0 || height == 0 || width == 0)
            throw new ArgumentException("there are no pictures to draw", "images");
        var (low, high) = range ?? (-1, 1);
        if (!(low < high))
            throw new ArgumentException($"the range ({low}, {high}) is empty", nameof(range));
        if (columns < 1)
            columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(2.0 * count)));
        columns = Math.Min(columns, count);

        var rows = (count + columns - 1) / columns;
        var (across, down) = (columns * (width + 1) - 1, rows * (height + 1) - 1);
        var pixels = new byte[across * down * channels];
        Array.Fill(pixels, (byte)128);
        for (var n = 0; n < count; n++)
        {
            var corner = n / columns * (height + 1) * across + n % columns * (width + 1);
            for (var i = 0; i < height; i++)
            {
                for (var j = 0; j < width; j++)
                {
                    for (var c = 0; c < channels; c++)
                        pixels[(corner + i * across + j) * channels + c] = (byte)Math.Clamp(Math.Round((pixel(n, c, i, j) - low) / (high - low) * 255), 0, 255);
                }
            }
        }

        var hidden = new Axis { Visible = false };
        var png = channels == 1 ? Png.Grey(pixels, across, down) : Png.Rgb(pixels, across, down);
        return new()
        {
            PanelSize = (Math.Max(60, across * scale), Math.Max(60, down * scale)),
            Panels = [new() { X = hidden, Y = hidden, Traces = [new ImageTrace(png, count, height, width)] }],
        };
    }
}
