using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        /// <summary>
        /// Runs a piece of a network without keeping what lies inside it for backward, and runs it again when backward needs it: memory
        /// for time (Chen et al., arXiv:1604.06174). The second run sees the same random numbers and the same mixed precision.
        /// </summary>
        /// <param name="function">The piece: a module's <c>call</c> or any function of its inputs, which gives the same result when run
        /// again. Parameters may be captured; tensors that were computed from others must be passed as inputs.</param>
        /// <param name="input">Its input.</param>
        /// <param name="preserve_rng_state">Whether the second run draws the same random numbers.</param>
        /// <exception cref="InvalidOperationException">The function captured a computed tensor that needs a gradient.</exception>
        public static Tensor checkpoint(Func<Tensor, Tensor> function, Tensor input, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            return checkpoint(x => [function(x[0])], [input], preserve_rng_state)[0];
        }

        /// <inheritdoc cref="checkpoint(Func{Tensor, Tensor}, Tensor, bool)"/>
        public static Tensor checkpoint(Func<Tensor, Tensor, Tensor> function, Tensor input1, Tensor input2, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            return checkpoint(x => [function(x[0], x[1])], [input1, input2], preserve_rng_state)[0];
        }

        /// <inheritdoc cref="checkpoint(Func{Tensor, Tensor}, Tensor, bool)"/>
        public static Tensor[] checkpoint(Func<Tensor[], Tensor[]> function, Tensor[] inputs, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            ArgumentNullException.ThrowIfNull(inputs);
            for (int i = 0; i < inputs.Length; i++)
                if (inputs[i] is null) throw new ArgumentNullException($"{nameof(inputs)}[{i}]");
            return is_grad_enabled() ? new autograd.Checkpoint(function, inputs, preserve_rng_state).Forward() : function(inputs);
        }

        /// <summary>A chain of modules in equal segments, each but the last one a checkpoint.</summary>
        /// <param name="functions">The modules in order.</param>
        /// <param name="segments">How many segments; about √(number of modules) keeps least.</param>
        /// <param name="input">The input of the first.</param>
        /// <param name="preserve_rng_state">Whether the second run draws the same random numbers.</param>
        public static Tensor checkpoint_sequential(IEnumerable<nn.Module<Tensor, Tensor>> functions, int segments, Tensor input, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(functions);
            var chain = functions.ToArray();
            if (segments < 1 || segments > Math.Max(1, chain.Length))
                throw new ArgumentOutOfRangeException(nameof(segments), segments, $"between 1 and {chain.Length} segments are possible");
            int length = chain.Length / segments;
            var x = input;
            for (int k = 0; k < segments; k++)
            {
                var part = k < segments - 1 ? chain[(k * length)..((k + 1) * length)] : chain[(k * length)..];
                x = k < segments - 1 ? checkpoint(Run, x, preserve_rng_state) : Run(x);

                Tensor Run(Tensor start) => part.Aggregate(start, (value, module) => module.call(value));
            }
            return x;
        }

        /// <inheritdoc cref="checkpoint_sequential(IEnumerable{nn.Module{Tensor, Tensor}}, int, Tensor, bool)"/>
        public static Tensor checkpoint_sequential(Sequential functions, int segments, Tensor input, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(functions);
            return checkpoint_sequential(functions.children().Cast<nn.Module<Tensor, Tensor>>(), segments, input, preserve_rng_state);
        }
    }
}
