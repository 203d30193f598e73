using Workbench.Notebooks.Jupyter.Wire;
using Workbench.Notebooks.Jupyter.Zmtp;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>A message and where its answer goes.</summary>
/// <param name="Message">What a client sent.</param>
/// <param name="Socket">On which channel.</param>
/// <param name="Peer">The identity of the client's connection.</param>
internal sealed record Request(JupyterMessage Message, ZmtpSocket Socket, byte[] Peer);
