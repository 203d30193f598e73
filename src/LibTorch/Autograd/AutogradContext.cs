using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a custom function hands from its forward to its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> data = [];
            private bool materializeGrads = true;
            internal List<Tensor> ToSave { get; private set; } = [];
            internal List<Tensor> Dirty { get; private set; } = [];
            internal List<Tensor> NonDifferentiable { get; private set; } = [];

            // The node owns the saved tensors; it is alive whenever backward runs.
            internal nint Node { get; set; }
            internal int SavedCount { get; set; }

            /// <summary>Keeps inputs or outputs for backward; libtorch notices when one is changed in place meanwhile.</summary>
            public void save_for_backward(List<Tensor> tensors) => ToSave = tensors ?? throw new ArgumentNullException(nameof(tensors));

            /// <summary>Keeps anything that is not a tensor.</summary>
            public void save_data(string key, object value)
            {
                if (value is Tensor) throw new ArgumentException("tensors are kept with save_for_backward, so that the graph can be freed", nameof(value));
                data[key] = value;
            }

            public object? get_data(string key) => data.GetValueOrDefault(key);

            /// <summary>Names the inputs that forward changed in place.</summary>
            public void mark_dirty(List<Tensor> tensors) => Dirty = tensors.ToList();

            /// <summary>Names the outputs that carry no gradient.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiable = tensors.ToList();

            /// <summary>Whether missing gradients reach backward as zeros (the default) or as null.</summary>
            public void set_materialize_grads(bool value) => materializeGrads = value;

            public bool MaterializeGrads => materializeGrads;

            public unsafe List<Tensor> get_saved_variables()
            {
                var saved = new List<Tensor>();
                for (int i = 0; i < SavedCount; i++)
                {
                    Result result;
                    Api.Check(Api.wb_node_saved(Node, i, &result));
                    saved.Add(Handles.Take(result));
                }
                return saved;
            }

            /// <summary>The node has what it needs: holding the tensors here as well would keep the graph alive in a circle.</summary>
            internal void ReleaseForward()
            {
                ToSave = [];
                Dirty = [];
                NonDifferentiable = [];
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>For what a derived context holds besides; the saved tensors belong to the graph.</summary>
            protected virtual void Dispose(bool disposing) { }
        }
    }
}
