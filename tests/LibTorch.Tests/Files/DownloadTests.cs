using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>Downloads from a server of our own, and tensors that are a file.</summary>
public class DownloadTests : FileTests
{
    private static readonly byte[] Content = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();

    private sealed class Bar : IProgressBar
    {
        public long Value { get; set; }

        public long? Maximum { get; set; }

        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }

    /// <summary>Answers one request after the other until it is disposed: the content at /file, half of it at /half, else 404.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly IWebProxy proxy = HttpClient.DefaultProxy;

        public Server()
        {
            listener.Start();
            HttpClient.DefaultProxy = new WebProxy(); // none: one that the environment names would look for the server on its own machine
            _ = Task.Run(Answer);
        }

        public string Url(string path) => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{path}";

        private async Task Answer()
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                var request = await reader.ReadLineAsync() ?? "";
                while (await reader.ReadLineAsync() is { Length: > 0 }) { }
                var found = request.Contains("/file") || request.Contains("/half");
                var head = $"HTTP/1.1 {(found ? "200 OK" : "404 Not Found")}\r\nContent-Length: {(found ? Content.Length : 0)}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
                if (found) await stream.WriteAsync(Content.AsMemory(0, request.Contains("/half") ? Content.Length / 2 : Content.Length));
            }
        }

        public void Dispose()
        {
            HttpClient.DefaultProxy = proxy;
            listener.Dispose();
        }
    }

    [Fact]
    public async Task A_file_arrives_whole_or_not_at_all()
    {
        using var server = new Server();
        var digest = Convert.ToHexStringLower(SHA256.HashData(Content));
        var bar = new Bar();
        hub.set_create_progress_bar_func(hidden => hidden ? new Bar() : bar);
        try
        {
            hub.download_url_to_file(server.Url("file"), At("a"), digest[..8]);
            Assert.Equal(Content, File.ReadAllBytes(At("a")));
            Assert.Equal((Content.Length, Content.Length, true), (bar.Value, bar.Maximum, bar.Disposed));

            await hub.download_url_to_file_async(server.Url("file"), At("b"), progress: false);
            Assert.Contains(digest, Assert.Throws<InvalidDataException>(() => hub.download_url_to_file(server.Url("file"), At("c"), "00")).Message);
            Assert.Throws<HttpRequestException>(() => hub.download_url_to_file(server.Url("nothing"), At("c"), progress: false));
            Assert.ThrowsAny<IOException>(() => hub.download_url_to_file(server.Url("half"), At("c"), progress: false));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                hub.download_url_to_file_async(server.Url("file"), At("c"), progress: false, cancellationToken: new CancellationToken(true)));
            Assert.Equal(["a", "b"], Names.Order());
        }
        finally
        {
            hub.set_create_progress_bar_func(null);
        }
    }

    [Fact]
    public void A_tensor_is_the_memory_of_a_file()
    {
        using var scope = NewDisposeScope();
        File.WriteAllBytes(At("numbers"), new[] { 1f, 2f, 3f, 4f }.SelectMany(BitConverter.GetBytes).ToArray());
        var read = torch.from_file(At("numbers"), size: 4);
        Assert.Equal([1f, 2, 3, 4], read.data<float>().ToArray());
        Assert.Equal([1f, 2], torch.from_file(At("numbers"), shared: false, size: 2, requires_grad: true).data<float>().ToArray());
        using (var shared = torch.from_file(At("numbers"), shared: true, size: 4)) shared.fill_(7);
        Assert.Equal(7f, BitConverter.ToSingle(File.ReadAllBytes(At("numbers")), 12));
        Assert.Equal([1, 2, 3], torch.from_file(Bytes(), size: 3, dtype: ScalarType.Byte).data<byte>().ToArray());
        Assert.Throws<TorchException>(() => torch.from_file(At("nothing"), size: 4));
    }

    private string Bytes()
    {
        File.WriteAllBytes(At("bytes"), [1, 2, 3]);
        return At("bytes");
    }
}
