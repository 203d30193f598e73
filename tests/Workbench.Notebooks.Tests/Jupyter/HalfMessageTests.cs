using System.Net;
using System.Text;
using Workbench.Notebooks.Jupyter.Zmtp;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>A peer that announces much and sends little. The memory is that of the whole process.</summary>
[Collection(AloneCollection.Name)]
public sealed class HalfMessageTests
{
    [Fact]
    public void Half_a_message_is_nobodys_and_its_memory_is_not_taken_in_advance()
    {
        using var loop = new SocketLoop(_ => { });
        var router = new ZmtpSocket(loop, SocketKind.Router, new IPEndPoint(IPAddress.Loopback, 0));
        router.Received = (peer, frames) => router.Send(peer.Identity, frames);
        loop.Start();
        var port = ((IPEndPoint)router.Listener.LocalEndPoint!).Port;
        using (var half = ZmtpClient.Connect(port, "DEALER"))
        {
            var before = GC.GetTotalMemory(true);
            half.SendBytes([3, 0, 0, 0, 0, 0x0F, 0, 0, 0, 1, 2, 3]);
            AssertEcho();
            Assert.True(GC.GetTotalMemory(true) - before < 50 << 20);
        }
        AssertEcho();

        void AssertEcho()
        {
            using var client = ZmtpClient.Connect(port, "DEALER");
            client.Send([Encoding.UTF8.GetBytes("still here")]);
            Assert.Equal([Encoding.UTF8.GetBytes("still here")], client.Receive());
        }
    }
}
