namespace TorchSharp;

/// <summary>Shows how far a long task is, such as a download.</summary>
public interface IProgressBar : IDisposable
{
    /// <summary>What has been done.</summary>
    long Value { get; set; }

    /// <summary>What there is to do, if that is known.</summary>
    long? Maximum { get; set; }
}
