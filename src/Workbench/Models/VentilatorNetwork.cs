using TorchSharp;
using TorchSharp.Modules;
using Workbench.Recurrent;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The hybrid of arXiv 2302.09691: LSTM, then GRU, both in two directions, a dense layer with SELU, and a linear output; a number at every
/// position. In two directions it sees the whole breath and cannot be used while one is going on.
/// </summary>
public sealed class VentilatorNetwork : nn.Module<Tensor, Tensor>
{
    private readonly FusedLayer lstm;
    private readonly FusedLayer gru;
    private readonly Linear dense;
    private readonly Linear output;
    private readonly Func<Tensor, Tensor> activation;

    /// <summary>A network with its own seed.</summary>
    /// <param name="seed">Seed of the weights; with the same seed the dense layers start equal whatever the activation.</param>
    /// <param name="bidirectional">Whether both recurrent layers also read from the end.</param>
    /// <param name="activation">Of the dense layer; SELU when null, for which its weights are drawn from N(0, 1/fan-in) and biases are 0.</param>
    /// <param name="inputs">Channels of a position.</param>
    /// <param name="lstmSize">Width of the LSTM, of one direction.</param>
    /// <param name="gruSize">Width of the GRU, of one direction.</param>
    /// <param name="denseSize">Width of the dense layer.</param>
    public VentilatorNetwork(
        int seed, bool bidirectional = true, Func<Tensor, Tensor>? activation = null, long inputs = 5, long lstmSize = 64, long gruSize = 32, long denseSize = 50)
        : base(nameof(VentilatorNetwork))
    {
        lstm = new FusedLayer(RecurrentUnit.Lstm, inputs, lstmSize, (4 * seed) + 1, bidirectional);
        gru = new FusedLayer(RecurrentUnit.Gru, lstm.OutputSize, gruSize, (4 * seed) + 2, bidirectional);
        dense = nn.Linear(gru.OutputSize, denseSize);
        output = nn.Linear(denseSize, 1);
        this.activation = activation ?? (x => nn.functional.selu(x));
        RegisterComponents();
        UniformInitialisation.Apply(output, 4 * seed);
        using var generator = new Generator((ulong)((4 * seed) + 3));
        using var noGrad = torch.no_grad();
        dense.weight!.normal_(0, Math.Sqrt(1.0 / gru.OutputSize), generator);
        dense.bias!.zero_();
    }

    /// <summary>The pressures of breaths: 20 + 10 times what the last layer gives, so that it starts near their mean and scale.</summary>
    /// <param name="input">[batch, steps, channels], as <see cref="Data.Breaths.Inputs"/>.</param>
    /// <returns>[batch, steps], cmH₂O.</returns>
    public override Tensor forward(Tensor input) =>
        (output.call(activation(dense.call(gru.call(lstm.call(input))))).squeeze(-1) * 10) + 20;
}
