using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class amp
    {
        /// <summary>
        /// Multiplies the loss so that gradients in float16 do not vanish (Micikevicius et al., arXiv:1710.03740), and adapts the factor:
        /// a step with infinite or NaN gradients is left out and halves it; a run of good ones doubles it.
        /// </summary>
        public class GradScaler
        {
            private enum Stage
            {
                Ready,
                Unscaled,
                Stepped,
            }

            private readonly Dictionary<optim.Optimizer, (Stage stage, bool found)> optimizers = new(ReferenceEqualityComparer.Instance);
            private readonly bool enabled;
            private double scaling, growth_factor, backoff_factor;
            private int growth_interval, growth_tracker;

            /// <param name="device">Where the losses are; a scaler for CUDA is inactive on a machine without it, as in PyTorch.</param>
            /// <param name="init_scale">The first factor.</param>
            /// <param name="growth_factor">What the factor is multiplied with after a run of good steps; above 1.</param>
            /// <param name="backoff_factor">What it is multiplied with after a bad one; below 1.</param>
            /// <param name="growth_interval">The length of such a run.</param>
            /// <param name="enabled">Whether the scaler does anything; without, <see cref="step"/> only steps.</param>
            public GradScaler(DeviceType device = DeviceType.CUDA, double init_scale = 65536.0, double growth_factor = 2.0, double backoff_factor = 0.5,
                int growth_interval = 2000, bool enabled = true)
            {
                this.enabled = enabled && (device != DeviceType.CUDA || torch.cuda.is_available());
                if (!(growth_factor > 1.0)) throw new ArgumentException($"The growth factor must be > 1.0, and is {growth_factor}.", nameof(growth_factor));
                if (!(backoff_factor < 1.0)) throw new ArgumentException($"The backoff factor must be < 1.0, and is {backoff_factor}.", nameof(backoff_factor));
                if (!(init_scale > 0)) throw new ArgumentException($"The scale must be > 0, and is {init_scale}.", nameof(init_scale));
                if (growth_interval < 1) throw new ArgumentException($"The growth interval must be at least 1, and is {growth_interval}.", nameof(growth_interval));
                scaling = (float)init_scale;
                this.growth_factor = growth_factor;
                this.backoff_factor = backoff_factor;
                this.growth_interval = growth_interval;
            }

            public bool is_enabled() => enabled;
            public double get_scale() => enabled ? scaling : 1.0;
            public double get_growth_factor() => growth_factor;
            public void set_growth_factor(double new_factor) => growth_factor = new_factor;
            public double get_backoff_factor() => backoff_factor;
            public void set_backoff_factor(double new_factor) => backoff_factor = new_factor;
            public int get_growth_interval() => growth_interval;
            public void set_growth_interval(int new_interval) => growth_interval = new_interval;

            /// <summary>The loss times the factor.</summary>
            public Tensor scale(Tensor outputs)
            {
                ArgumentNullException.ThrowIfNull(outputs);
                return enabled ? outputs.mul((float)scaling) : outputs;
            }

            /// <summary>Several losses times the factor.</summary>
            public Tensor[] scale(IEnumerable<Tensor> outputs) => outputs.Select(scale).ToArray();

            /// <summary>Divides the gradients of an optimiser's parameters by the factor, for clipping between backward and step.</summary>
            /// <exception cref="InvalidOperationException">They have been divided since the last update, or have been used for a step.</exception>
            public void unscale_(optim.Optimizer optimizer)
            {
                ArgumentNullException.ThrowIfNull(optimizer);
                if (!enabled) return;
                switch (optimizers.GetValueOrDefault(optimizer).stage)
                {
                    case Stage.Unscaled: throw new InvalidOperationException("unscale_() has already been called on this optimizer since the last update().");
                    case Stage.Stepped: throw new InvalidOperationException("unscale_() is being called after step().");
                }
                optimizers[optimizer] = (Stage.Unscaled, NonFinite.Unscale(optimizer.parameters(), 1.0 / scaling));
            }

            /// <summary>Steps the optimiser unless a gradient is infinite or NaN.</summary>
            /// <returns>What the optimiser's step returned; null when it was left out.</returns>
            /// <exception cref="InvalidOperationException">The optimiser has stepped since the last update.</exception>
            public Tensor? step(optim.Optimizer optimizer)
            {
                ArgumentNullException.ThrowIfNull(optimizer);
                if (!enabled) return optimizer.step();
                var state = optimizers.GetValueOrDefault(optimizer);
                if (state.stage == Stage.Stepped) throw new InvalidOperationException("step() has already been called since the last update().");
                if (state.stage == Stage.Ready) unscale_(optimizer);
                bool found = optimizers[optimizer].found;
                var result = found ? null : optimizer.step();
                optimizers[optimizer] = (Stage.Stepped, found);
                return result;
            }

            /// <summary>Adapts the factor after the steps of an iteration, or sets it.</summary>
            /// <exception cref="InvalidOperationException">No optimiser has been checked since the last update.</exception>
            public void update(double? new_scale = null)
            {
                if (!enabled) return;
                if (new_scale is { } given) scaling = (float)given;
                else
                {
                    if (optimizers.Count == 0) throw new InvalidOperationException("No inf checks were recorded prior to update.");
                    Adapt(optimizers.Values.Any(o => o.found));
                }
                optimizers.Clear();
            }

            // The arithmetic of libtorch's _amp_update_scale_, which 1.13 has for CUDA only: float32, and no growth into infinity.
            private void Adapt(bool found)
            {
                if (found)
                {
                    scaling = (float)(scaling * backoff_factor);
                    growth_tracker = 0;
                }
                else if (++growth_tracker == growth_interval)
                {
                    var grown = (float)(scaling * growth_factor);
                    if (float.IsFinite(grown)) scaling = grown;
                    growth_tracker = 0;
                }
            }

            /// <summary>The factor and its settings under PyTorch's names; empty when inactive.</summary>
            public Dictionary<string, double> state_dict() => !enabled ? [] : new()
            {
                ["scale"] = scaling,
                ["growth_factor"] = growth_factor,
                ["backoff_factor"] = backoff_factor,
                ["growth_interval"] = growth_interval,
                ["_growth_tracker"] = growth_tracker,
            };

            /// <exception cref="ArgumentException">A value is missing, for instance because the state is that of an inactive scaler.</exception>
            public void load_state_dict(IReadOnlyDictionary<string, double> state_dict)
            {
                ArgumentNullException.ThrowIfNull(state_dict);
                if (!enabled) return;
                double Value(string key) => state_dict.TryGetValue(key, out var value) ? value
                    : throw new ArgumentException($"the state has no '{key}' (it has {(state_dict.Count == 0 ? "nothing: it comes from an inactive scaler" : string.Join(", ", state_dict.Keys))})", nameof(state_dict));
                (scaling, growth_factor, backoff_factor, growth_interval, growth_tracker) =
                    (Value("scale"), Value("growth_factor"), Value("backoff_factor"), (int)Value("growth_interval"), (int)Value("_growth_tracker"));
            }
        }
    }
}
