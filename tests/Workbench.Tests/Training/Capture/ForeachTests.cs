using TorchSharp;
using TorchSharp.Modules;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training.Capture;

public class ForeachTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1e6)]
    public void Clipping_on_the_device_is_clip_grad_norm(double most)
    {
        var (one, other) = (Gradients(), Gradients());
        nn.utils.clip_grad_norm_(one, most);
        Foreach.ClipNorm(other, most);
        foreach (var (a, b) in one.Zip(other)) Assert.True(a.grad!.eq(b.grad!).all().item<bool>());
        Foreach.ClipNorm([new Parameter(torch.zeros(2))], most);
    }

    private static List<Parameter> Gradients() => [.. Enumerable.Range(0, 3).Select(k =>
    {
        var parameter = new Parameter(torch.zeros(k + 2));
        (parameter * torch.randn([k + 2], generator: new Generator((ulong)k))).sum().backward();
        return parameter;
    })];
}
