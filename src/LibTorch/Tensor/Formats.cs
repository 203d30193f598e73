namespace TorchSharp;

/// <summary>How a tensor's elements are held: all of them, or the coordinates and values of those that are not zero.</summary>
public enum layout
{
    strided,
    sparse_coo,
}

/// <summary>The order of a dense tensor's elements in memory.</summary>
public enum memory_format
{
    preserve_format,
    contiguous_format,
    channels_last,
}
