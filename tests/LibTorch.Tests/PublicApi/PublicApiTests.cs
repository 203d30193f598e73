using TorchSharp;
using Workbench.LibTorch.Tests.Golden;

namespace Workbench.LibTorch.Tests.PublicApi;

/// <summary>A change of the public surface shows in review: it is written down in a file, which has to change with it.</summary>
public class PublicApiTests
{
    private const string Accept = "WORKBENCH_ACCEPT_API";

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var root = Path.GetFullPath(Path.Combine(GoldenFile.Folder, "..", ".."));
        var approvedFile = Path.Combine(root, "tests", "LibTorch.Tests", "PublicApi", "LibTorch.approved.txt");
        var received = PublicApiText.Of(typeof(torch).Assembly);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(approvedFile, string.Join('\n', received) + "\n");
            return;
        }
        var approved = File.Exists(approvedFile) ? File.ReadAllLines(approvedFile) : [];
        var gone = approved.Except(received).ToList();
        var added = received.Except(approved).ToList();
        if (gone.Count == 0 && added.Count == 0) return;
        var receivedFile = Path.Combine(root, "artifacts", "LibTorch.received.txt");
        File.WriteAllText(receivedFile, string.Join('\n', received) + "\n");
        Assert.Fail($"""
            The public surface of Workbench.LibTorch changed: {gone.Count} line(s) gone, {added.Count} new.
            {string.Join("\n", gone.Take(10).Select(line => "- " + line).Concat(added.Take(10).Select(line => "+ " + line)))}
            All of it is in artifacts/LibTorch.received.txt. If the change is meant, accept it and commit the approved file:
            {Accept}=1 dotnet test tests/LibTorch.Tests -c Release --filter FullyQualifiedName~PublicApi
            """);
    }

    [Fact]
    public void Lines_carry_names_defaults_and_tuple_names()
    {
        var lines = PublicApiText.Of(typeof(torch).Assembly);
        Assert.Contains("torch.Tensor::Tensor softmax(Int64 dim, torch.ScalarType? dtype = null)".Replace("Tensor softmax", "torch.Tensor softmax"), lines);
        Assert.Contains("torch::static (torch.Tensor values, torch.Tensor indices) kthvalue(torch.Tensor input, Int64 k, Int64? dim, Boolean keepdim = false)", lines);
        Assert.Contains("static class torch", lines);
        Assert.DoesNotContain(lines, line => line.Contains("Ops", StringComparison.Ordinal));
    }
}
