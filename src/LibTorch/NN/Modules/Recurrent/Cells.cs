using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>One step of a plain recurrent network.</summary>
public sealed class RNNCell : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long hidden;
    private readonly bool rectified;
    private Parameter? inputWeight, stateWeight, inputBias, stateBias;

    internal RNNCell(long inputSize, long hiddenSize, NonLinearities nonLinearity, bool bias, Device? device, ScalarType? dtype) : base(nameof(RNNCell))
    {
        Require.NotNegative(inputSize);
        Require.Positive(hiddenSize);
        hidden = hiddenSize;
        rectified = nonLinearity == NonLinearities.ReLU;
        weight_ih = Parameter(empty(hiddenSize, inputSize, device: device, dtype: dtype));
        weight_hh = Parameter(empty(hiddenSize, hiddenSize, device: device, dtype: dtype));
        if (bias)
        {
            bias_ih = Parameter(empty(hiddenSize, device: device, dtype: dtype));
            bias_hh = Parameter(empty(hiddenSize, device: device, dtype: dtype));
        }
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in parameters()) init.uniform_(parameter, -bound, bound);
    }

    public Parameter? weight_ih { get => inputWeight; set => SetParameter(ref inputWeight, value, nameof(weight_ih)); }

    public Parameter? weight_hh { get => stateWeight; set => SetParameter(ref stateWeight, value, nameof(weight_hh)); }

    public Parameter? bias_ih { get => inputBias; set => SetParameter(ref inputBias, value, nameof(bias_ih)); }

    public Parameter? bias_hh { get => stateBias; set => SetParameter(ref stateBias, value, nameof(bias_hh)); }

    /// <summary>The next state.</summary>
    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        if (Hooked(input, h0!, out var hooked)) return hooked;
        using var scope = NewDisposeScope();
        var flat = input.ndim == 1;
        if (flat) (input, h0) = (input.unsqueeze(0), h0?.unsqueeze(0));
        h0 ??= zeros([input.size(0), hidden], dtype: input.dtype, device: input.device);
        var next = rectified ? Ops.rnn_relu_cell(input, h0, weight_ih!, weight_hh!, bias_ih, bias_hh)
            : Ops.rnn_tanh_cell(input, h0, weight_ih!, weight_hh!, bias_ih, bias_hh);
        return (flat ? next.squeeze(0) : next).MoveToOuterDisposeScope();
    }

    public new Tensor call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);
}

/// <summary>One step of gated recurrent units.</summary>
public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long hidden;
    private Parameter? inputWeight, stateWeight, inputBias, stateBias;

    internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(GRUCell))
    {
        Require.NotNegative(inputSize);
        Require.Positive(hiddenSize);
        hidden = hiddenSize;
        weight_ih = Parameter(empty(3 * hiddenSize, inputSize, device: device, dtype: dtype));
        weight_hh = Parameter(empty(3 * hiddenSize, hiddenSize, device: device, dtype: dtype));
        if (bias)
        {
            bias_ih = Parameter(empty(3 * hiddenSize, device: device, dtype: dtype));
            bias_hh = Parameter(empty(3 * hiddenSize, device: device, dtype: dtype));
        }
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in parameters()) init.uniform_(parameter, -bound, bound);
    }

    public Parameter? weight_ih { get => inputWeight; set => SetParameter(ref inputWeight, value, nameof(weight_ih)); }

    public Parameter? weight_hh { get => stateWeight; set => SetParameter(ref stateWeight, value, nameof(weight_hh)); }

    public Parameter? bias_ih { get => inputBias; set => SetParameter(ref inputBias, value, nameof(bias_ih)); }

    public Parameter? bias_hh { get => stateBias; set => SetParameter(ref stateBias, value, nameof(bias_hh)); }

    /// <summary>The next state.</summary>
    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        if (Hooked(input, h0!, out var hooked)) return hooked;
        using var scope = NewDisposeScope();
        var flat = input.ndim == 1;
        if (flat) (input, h0) = (input.unsqueeze(0), h0?.unsqueeze(0));
        h0 ??= zeros([input.size(0), hidden], dtype: input.dtype, device: input.device);
        var next = Ops.gru_cell(input, h0, weight_ih!, weight_hh!, bias_ih, bias_hh);
        return (flat ? next.squeeze(0) : next).MoveToOuterDisposeScope();
    }

    public new Tensor call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);
}

/// <summary>One step of long short-term memory.</summary>
public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
{
    private readonly long hidden;
    private Parameter? inputWeight, stateWeight, inputBias, stateBias;

    internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(LSTMCell))
    {
        Require.NotNegative(inputSize);
        Require.Positive(hiddenSize);
        hidden = hiddenSize;
        weight_ih = Parameter(empty(4 * hiddenSize, inputSize, device: device, dtype: dtype));
        weight_hh = Parameter(empty(4 * hiddenSize, hiddenSize, device: device, dtype: dtype));
        if (bias)
        {
            bias_ih = Parameter(empty(4 * hiddenSize, device: device, dtype: dtype));
            bias_hh = Parameter(empty(4 * hiddenSize, device: device, dtype: dtype));
        }
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in parameters()) init.uniform_(parameter, -bound, bound);
    }

    public Parameter? weight_ih { get => inputWeight; set => SetParameter(ref inputWeight, value, nameof(weight_ih)); }

    public Parameter? weight_hh { get => stateWeight; set => SetParameter(ref stateWeight, value, nameof(weight_hh)); }

    public Parameter? bias_ih { get => inputBias; set => SetParameter(ref inputBias, value, nameof(bias_ih)); }

    public Parameter? bias_hh { get => stateBias; set => SetParameter(ref stateBias, value, nameof(bias_hh)); }

    /// <summary>The next state and cell.</summary>
    public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
    {
        if (Hooked(input, h0_c0, out var hooked)) return hooked;
        using var scope = NewDisposeScope();
        var flat = input.ndim == 1;
        if (flat)
        {
            input = input.unsqueeze(0);
            if (h0_c0 is { } given) h0_c0 = (given.Item1.unsqueeze(0), given.Item2.unsqueeze(0));
        }
        Tensor Zeros() => zeros([input.size(0), hidden], dtype: input.dtype, device: input.device);
        var (h0, c0) = h0_c0 ?? (Zeros(), Zeros());
        var (h, c) = Ops.lstm_cell(input, [h0, c0], weight_ih!, weight_hh!, bias_ih, bias_hh);
        return flat ? scope.MoveToOuter(h.squeeze(0), c.squeeze(0)) : scope.MoveToOuter(h, c);
    }

    public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
}
