namespace Workbench.Notebooks.Jupyter.Zmtp;

/// <summary>What a peer may ask of this process. It has not proved anything before its first signed message, so all of it is bounded.</summary>
internal static class ZmtpLimits
{
    /// <summary>Bytes of one message, all frames together: a notebook's pictures fit many times.</summary>
    public const long Message = 256L << 20;

    /// <summary>Frames of one message.</summary>
    public const int Frames = 1024;

    /// <summary>Bytes of a command, READY among them.</summary>
    public const int Command = 64 << 10;

    /// <summary>Topics that one peer may subscribe to.</summary>
    public const int Subscriptions = 1024;

    /// <summary>Bytes that wait for a slow subscriber before messages to it are dropped.</summary>
    public const long Droppable = 64L << 20;

    /// <summary>Bytes that wait for any peer before its connection is closed.</summary>
    public const long Waiting = 512L << 20;

    /// <summary>Connections of one socket; more are refused.</summary>
    public const int Connections = 256;

    /// <summary>Connections of one socket that have not finished their handshake; a further one closes the oldest of them.</summary>
    public const int Handshakes = 32;

    /// <summary>The time in which a peer has to finish its handshake.</summary>
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);
}
