using System.Text;

namespace TorchSharp.Printing;

/// <summary>
/// The picture a tensor plausibly is: [H, W], [1 or 3, H, W] or [N, 1 or 3, H, W] with sides of 8 or more, bytes, or floating-point
/// numbers that fill a part of [0, 1]. Large ones are thinned, of many the first sixteen are shown.
/// </summary>
internal static class TensorPicture
{
    private const long Smallest = 8;
    private const long LargestSide = 256;
    private const int MostPictures = 16;

    public static string? Of(torch.Tensor tensor, TensorSample? sample)
    {
        if (sample is null || !IsPlausible(tensor, sample)) return null;
        var shape = tensor.shape;
        var batch = tensor.detach();
        if (shape.Length == 2) batch = batch.unsqueeze(0);
        if (shape.Length < 4) batch = batch.unsqueeze(0);
        batch = batch.narrow(0, 0, Math.Min(batch.size(0), MostPictures));
        long step = (Math.Max(shape[^1], shape[^2]) + LargestSide - 1) / LargestSide;
        if (step > 1) batch = batch.slice(2, 0, shape[^2], step).slice(3, 0, shape[^1], step);
        batch = batch.cpu();
        // Bytes as they are; a tensor of doubles may hold 1 + ε.
        if (tensor.dtype != torch.ScalarType.Byte) batch = (batch.to(torch.ScalarType.Float32) * 255).round().clamp(0, 255).to(torch.ScalarType.Byte);
        int channels = (int)batch.size(1), height = (int)batch.size(2), width = (int)batch.size(3);
        var pixels = batch.permute(0, 2, 3, 1).contiguous().data<byte>().ToArray();
        var html = new StringBuilder();
        int size = channels * height * width, scale = Math.Max(1, 96 / Math.Max(height, width));
        for (int i = 0; i < pixels.Length / size; i++)
        {
            var png = PngWriter.Write(pixels.AsSpan(i * size, size), width, height, channels);
            html.Append($"<img alt=\"{shape[^2]} × {shape[^1]} pixels\" width=\"{width * scale}\" height=\"{height * scale}\" style=\"image-rendering:pixelated;margin:2px\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
        }
        return html.ToString();
    }

    private static bool IsPlausible(torch.Tensor tensor, TensorSample sample)
    {
        var shape = tensor.shape;
        if (shape.Length is < 2 or > 4 || shape[^1] < Smallest || shape[^2] < Smallest) return false;
        if (shape.Length > 2 && shape[^3] is not (1 or 3)) return false;
        // A strip is no picture.
        if (Math.Max(shape[^1], shape[^2]) > 16 * Math.Min(shape[^1], shape[^2])) return false;
        return tensor.dtype == torch.ScalarType.Byte
            || (torch.is_floating_point(tensor.dtype) && sample.NaNs + sample.Infinities == 0 && sample.Min >= 0 && sample.Max <= 1 && sample.Max - sample.Min > 0.05);
    }
}
