using System.Globalization;
using System.Text;

namespace TorchSharp.Printing;

/// <summary>How a tensor's elements are distributed, as a small drawing in the colour of the text around it.</summary>
internal static class TensorHistogram
{
    private const int Width = 192;
    private const int Height = 36;

    public static string Svg(TensorSample sample)
    {
        long most = sample.Histogram.Max();
        if (most == 0) return "";
        double bar = (double)Width / sample.Histogram.Length;
        var svg = new StringBuilder($"<svg width=\"{Width}\" height=\"{Height + 1}\" viewBox=\"0 0 {Width} {Height + 1}\" role=\"img\"><title>{TensorHtml.Number(sample.Min)} to {TensorHtml.Number(sample.Max)}</title>");
        for (int i = 0; i < sample.Histogram.Length; i++)
        {
            if (sample.Histogram[i] == 0) continue;
            double height = Math.Max(1, (double)Height * sample.Histogram[i] / most);
            svg.Append(string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{i * bar:0.##}\" y=\"{Height - height:0.##}\" width=\"{bar - 1:0.##}\" height=\"{height:0.##}\" fill=\"currentColor\" fill-opacity=\"0.55\"></rect>"));
        }
        return svg.Append($"<rect x=\"0\" y=\"{Height}\" width=\"{Width}\" height=\"1\" fill=\"currentColor\" fill-opacity=\"0.4\"></rect></svg>").ToString();
    }
}
