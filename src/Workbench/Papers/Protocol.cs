namespace Workbench.Papers;

/// <summary>How much an experiment spends.</summary>
public enum Protocol
{
    /// <summary>Seconds: everything executes, the numbers mean nothing and no claim is judged.</summary>
    Smoke,

    /// <summary>The card's CPU protocol: at most about 90 s a claim on two cores.</summary>
    Quick,

    /// <summary>The card's GPU protocol: at most about 8 minutes a claim on one GPU.</summary>
    Full,
}

/// <summary>Names of protocols.</summary>
public static class Protocols
{
    /// <summary>Reads a protocol's name.</summary>
    /// <exception cref="ArgumentException">Not one of smoke, quick, full.</exception>
    public static Protocol Parse(string name) => name switch
    {
        "smoke" => Protocol.Smoke,
        "quick" => Protocol.Quick,
        "full" => Protocol.Full,
        _ => throw new ArgumentException($"unknown protocol '{name}': choose smoke (seconds, nothing is judged), quick (CPU) or full (GPU)"),
    };

    /// <summary>The name as written in cards, commands and files.</summary>
    public static string Name(this Protocol protocol) => protocol.ToString().ToLowerInvariant();
}
