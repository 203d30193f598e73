namespace Workbench.Notebooks.Jupyter.Zmtp;

/// <summary>What a bound socket does with messages, and with whom it speaks.</summary>
internal enum SocketKind
{
    /// <summary>ROUTER: requests of many clients, told apart by their identity.</summary>
    Router,

    /// <summary>PUB: the same messages to all who subscribed.</summary>
    Publisher,

    /// <summary>REP: one answer a request.</summary>
    Reply,
}
