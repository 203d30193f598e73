using TorchSharp.Utils.tensorboard;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.tensorboard;
using Bins = TorchSharp.Utils.tensorboard.Enums.HistogramBinSelector;

namespace TorchSharp.Modules;

/// <summary>
/// Writes what a training run records to event files that TensorBoard reads. Every record is in its file when the method returns;
/// nothing is to be closed. May be used by several threads.
/// </summary>
public class SummaryWriter
{
    private readonly Dictionary<string, string> files = [];
    private readonly string? suffix;

    internal SummaryWriter(string? log_dir, string? filename_suffix)
    {
        LogDir = string.IsNullOrEmpty(log_dir) ? CreateRunName("runs") : log_dir;
        suffix = filename_suffix;
        FileIn(LogDir);
    }

    /// <summary>The folder of the event files.</summary>
    public string LogDir { get; }

    /// <summary>Records a number.</summary>
    /// <param name="tag">The series; a slash groups series.</param>
    /// <param name="scalar_value">The number.</param>
    /// <param name="global_step">The step.</param>
    /// <param name="walltime">Seconds since 1970; now by default.</param>
    public void add_scalar(string tag, float scalar_value, int global_step, long? walltime = null)
        => Add(LogDir, Of(tag, new() { SimpleValue = scalar_value }), global_step, walltime);

    /// <summary>Records numbers that TensorBoard draws in one diagram, each as a run in a folder of its own (<c>main_tag_key</c>).</summary>
    /// <inheritdoc cref="add_scalar(string, float, int, long?)"/>
    public void add_scalars(string main_tag, IDictionary<string, float> tag_scalar_dict, int global_step, long? walltime = null)
        => add_scalars(main_tag, [.. tag_scalar_dict.Select(entry => (entry.Key, entry.Value))], global_step, walltime);

    /// <inheritdoc cref="add_scalars(string, IDictionary{string, float}, int, long?)"/>
    public void add_scalars(string main_tag, IList<(string, float)> tag_scalar_dict, int global_step, long? walltime = null)
    {
        foreach (var (key, value) in tag_scalar_dict)
            Add(Path.Combine(LogDir, $"{main_tag}_{key}"), Of(main_tag, new() { SimpleValue = value }), global_step, walltime);
    }

    /// <summary>Records the distribution of a tensor's elements, in the bins of a rule of which at most <paramref name="max_bins"/> are kept.</summary>
    /// <exception cref="ArgumentException">There are no elements, or none in the bins.</exception>
    public void add_histogram(string tag, Tensor values, int global_step, Bins bins = Bins.Tensorflow, long? walltime = null, long? max_bins = null)
    {
        using var limits = bins == Bins.Tensorflow ? tensor(Widening()) : null;
        var summary = limits is null ? Summary.histogram(tag, values, (HistogramBinSelector)(byte)bins, max_bins) : Summary.histogram(tag, values, limits, max_bins);
        Add(LogDir, summary, global_step, walltime);
    }

    /// <summary>Records a picture, bytes or other numbers in [0, 1], or with N a batch of pictures as a grid of eight columns.</summary>
    /// <param name="tag">The series.</param>
    /// <param name="img_tensor">The picture.</param>
    /// <param name="global_step">The step.</param>
    /// <param name="walltime">Seconds since 1970; now by default.</param>
    /// <param name="dataformats">What the dimensions are: CHW, HWC, HW, WH, NCHW …</param>
    /// <exception cref="ArgumentException">The dimensions are not those of the format.</exception>
    public void add_img(string tag, Tensor img_tensor, int global_step, long? walltime = null, string dataformats = "CHW")
        => Add(LogDir, Summary.image(tag, img_tensor, dataformats: dataformats), global_step, walltime);

    /// <summary>Records a PNG, GIF or JPEG file as it is.</summary>
    /// <exception cref="NotSupportedException">The file is none of these.</exception>
    public void add_img(string tag, string file_name, int global_step, long? walltime = null)
        => Add(LogDir, Summary.image(tag, file_name), global_step, walltime);

    /// <summary>Records films [N, T, C, H, W], bytes or other numbers in [0, 1], side by side as an animated picture.</summary>
    public void add_video(string tag, Tensor vid_tensor, int global_step, int fps = 4, long? walltime = null)
        => Add(LogDir, Summary.video(tag, vid_tensor, fps), global_step, walltime);

    /// <summary>Records a text, which TensorBoard shows as Markdown.</summary>
    public void add_text(string tag, string text_string, int global_step, long? walltime = null)
        => Add(LogDir, Summary.text(tag, text_string), global_step, walltime);

    private void Add(string folder, Tensorboard.Summary summary, int step, long? walltime)
    {
        lock (files) EventFile.Append(FileIn(folder), walltime, step, to => to.Message(5, summary.Write));
    }

    // A file that somebody has removed is begun anew.
    private string FileIn(string folder)
        => files.TryGetValue(folder, out var file) && File.Exists(file) ? file : files[folder] = EventFile.Begin(folder, suffix);

    private static double[] Widening()
    {
        var right = new List<double>();
        for (var limit = 1e-12; limit < 1e20; limit *= 1.1) right.Add(limit);
        return [.. right.AsEnumerable().Reverse().Select(limit => -limit), 0, .. right];
    }
}
