using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimisers and learning-rate schedules.</summary>
    public static partial class optim
    {
        /// <summary>Base of the optimisers: groups of parameters, each with its options.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            /// <summary>The groups in the order in which they were added.</summary>
            protected IList<ParamGroup> _parameter_groups = [];

            /// <summary>The groups, whose learning rates may be set.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>All parameters, group after group.</summary>
            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            /// <summary>Adds a group of parameters with options of its own.</summary>
            public virtual void add_param_group(ParamGroup param_group) => throw new NotImplementedException(nameof(add_param_group));

            /// <summary>Fills the gradients of all parameters with zeros.</summary>
            public virtual void zero_grad()
            {
                using var guard = no_grad();
                var grads = new List<Tensor>();
                foreach (var parameter in parameters())
                    if (parameter.grad is { } grad) grads.Add(grad);
                if (grads.Count > 0) Ops._foreach_zero_([.. grads]);
                foreach (var grad in grads) grad.Dispose();
            }

            /// <summary>Updates the parameters from their gradients.</summary>
            /// <param name="closure">Computes the loss and its gradients anew; called before the update.</param>
            /// <returns>The closure's loss, or null without one.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Releases the state that the optimiser keeps for the parameters; not the parameters.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Releases the state.</summary>
            protected virtual void Dispose(bool disposing) { }

            /// <summary>The options of the groups and the states of the parameters.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];

                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the places of its parameters' states in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        /// <summary>What a learning-rate schedule controls.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        /// <summary>What has a momentum.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>What has Adam's decay rates.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
