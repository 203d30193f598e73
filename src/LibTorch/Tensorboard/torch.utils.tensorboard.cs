using System.Globalization;
using System.Net;
using Tensorboard;
using TorchSharp.Printing;
using TorchSharp.Utils.tensorboard;

namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        /// <summary>Event files for TensorBoard.</summary>
        public static partial class tensorboard
        {
            /// <summary>Begins an event file.</summary>
            /// <param name="log_dir">The folder of the run; by default a new one under <c>runs</c>, named by time and machine.</param>
            /// <param name="filename_suffix">Comes last in the files' names.</param>
            /// <param name="createRunName">Make a new folder, named by time and machine, under <paramref name="log_dir"/> too.</param>
            /// <exception cref="IOException">The folder's name is that of a file, or nothing can be written there.</exception>
            public static Modules.SummaryWriter SummaryWriter(string? log_dir = null, string? filename_suffix = null, bool createRunName = false)
                => new(createRunName && !string.IsNullOrEmpty(log_dir) ? CreateRunName(log_dir) : log_dir, filename_suffix);

            internal static string CreateRunName(string folder)
                => Path.Combine(folder, DateTime.Now.ToString("MMMd_H-m-s_", CultureInfo.InvariantCulture) + Dns.GetHostName());

            internal static Tensorboard.Summary Of(string tag, Tensorboard.Summary.Types.Value value)
            {
                ArgumentException.ThrowIfNullOrEmpty(tag);
                value.Tag = tag;
                return new() { Value = { value } };
            }

            /// <summary>What event files record, made of tensors.</summary>
            public static class Summary
            {
                /// <summary>A histogram with given limits of the bins.</summary>
                public static Tensorboard.Summary histogram(string name, Tensor values, Tensor bins, long? max_bins = null)
                    => Of(name, new() { Histo = make_histogram(values, bins, max_bins) });

                /// <summary>A histogram whose bins an estimator chooses.</summary>
                public static Tensorboard.Summary histogram(string name, Tensor values, HistogramBinSelector bins, long? max_bins = null)
                    => Of(name, new() { Histo = make_histogram(values, bins, max_bins) });

                /// <inheritdoc cref="histogram(string, Tensor, Tensor, long?)"/>
                /// <exception cref="ArgumentException">There are no values, or none in the bins.</exception>
                public static HistogramProto make_histogram(Tensor values, Tensor bins, long? max_bins = null)
                    => Pack(values, flat => torch.histogram(flat, bins.to(ScalarType.Float64).cpu()), max_bins);

                /// <inheritdoc cref="histogram(string, Tensor, HistogramBinSelector, long?)"/>
                /// <exception cref="ArgumentException">There are no values.</exception>
                public static HistogramProto make_histogram(Tensor values, HistogramBinSelector bins, long? max_bins = null)
                    => Pack(values, flat => torch.histogram(flat, bins), max_bins);

                /// <summary>A picture; see <see cref="Modules.SummaryWriter.add_img(string, Tensor, int, long?, string)"/>.</summary>
                public static Tensorboard.Summary image(string tag, Tensor tensor, double rescale = 1, string dataformats = "NCHW")
                {
                    using var scope = NewDisposeScope();
                    return Of(tag, new() { Image = make_image(Pictures.Bytes(Pictures.ToHWC(tensor, dataformats)), rescale) });
                }

                /// <summary>The picture of a PNG, GIF or JPEG file as it is.</summary>
                /// <exception cref="NotSupportedException">The file is none of these, or is to be rescaled.</exception>
                public static Tensorboard.Summary image(string tag, string file_name, double rescale = 1)
                {
                    if (rescale != 1) throw new NotSupportedException("Pictures in files are not decoded, so that they cannot be rescaled.");
                    var file = File.ReadAllBytes(file_name);
                    var (height, width) = Pictures.SizeOf(file);
                    return Of(tag, new() { Image = new() { Height = height, Width = width, Colorspace = 4, EncodedImageString = file } });
                }

                /// <summary>A PNG file of [H, W, 1, 3 or 4] bytes; the size is told as the tensor has it.</summary>
                public static Tensorboard.Summary.Types.Image make_image(Tensor tensor, double rescale = 1)
                {
                    var (height, width, channels) = Pictures.Check(tensor, 3);
                    using var scope = NewDisposeScope();
                    var scaled = rescale == 1 ? tensor : Pictures.Rescale(tensor, rescale);
                    var png = PngWriter.Write(Pictures.Data(scaled), (int)scaled.shape[1], (int)scaled.shape[0], channels);
                    return new() { Height = height, Width = width, Colorspace = channels, EncodedImageString = png };
                }

                /// <summary>Films [N, T, C, H, W] as an animated picture.</summary>
                public static Tensorboard.Summary video(string tag, Tensor tensor, int fps)
                {
                    using var scope = NewDisposeScope();
                    return Of(tag, new() { Image = make_video(Pictures.Bytes(Pictures.Frames(tensor)), fps) });
                }

                /// <summary>A GIF file of [T, H, W, 1, 3 or 4] bytes. Frames of more than 256 colours lose some.</summary>
                public static Tensorboard.Summary.Types.Image make_video(Tensor tensor, int fps)
                {
                    ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fps);
                    var (height, width, channels) = Pictures.Check(tensor, 4);
                    var gif = GifWriter.Write(Pictures.Data(tensor).Chunk(height * width * channels), width, height, channels, fps);
                    return new() { Height = height, Width = width, Colorspace = channels, EncodedImageString = gif };
                }

                /// <summary>A text.</summary>
                public static Tensorboard.Summary text(string tag, string text) => Of(tag + "/text_summary", new() { Text = text ?? "" });

                private static HistogramProto Pack(Tensor values, Func<Tensor, (Tensor hist, Tensor bin_edges)> bin, long? most)
                {
                    if (values.numel() == 0) throw new ArgumentException("The input has no element.", nameof(values));
                    if (most <= 0) throw new ArgumentOutOfRangeException("max_bins", most, "At least one bin expected.");
                    using var scope = NewDisposeScope();
                    using var guard = no_grad();
                    var flat = values.detach().cpu().to(ScalarType.Float64).reshape(-1);
                    var (hist, edges) = bin(flat);
                    var (counts, limits) = (hist.to(ScalarType.Float64).data<double>().ToArray(), edges.data<double>().ToArray());
                    if (counts.Length > most)
                    {
                        var together = (int)(counts.Length / most.Value);
                        counts = [.. counts.Chunk(together).Select(part => part.Sum())];
                        limits = [.. limits[..^1].Chunk(together).Select(part => part[0]), limits[^1]];
                    }
                    var (first, last) = (Array.FindIndex(counts, count => count > 0), Array.FindLastIndex(counts, count => count > 0));
                    if (first < 0) throw new ArgumentException("The histogram is empty: no value is in the bins.", nameof(values));
                    var (least, greatest) = Extent(flat);
                    var (sum, squares) = (flat.sum().item<double>(), flat.dot(flat).item<double>());
                    var result = new HistogramProto { Min = least, Max = greatest, Num = flat.numel(), Sum = sum, SumSquares = squares };
                    // Only right ends are kept; an empty bin to the left brings the left end of the first one.
                    result.Bucket.AddRange([0, .. counts[first..(last + 1)]]);
                    result.BucketLimit.AddRange(limits[first..(last + 2)]);
                    return result;
                }
            }
        }
    }
}
