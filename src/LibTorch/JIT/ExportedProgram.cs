using TorchSharp.Native;

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>Programs that <c>torch.export</c> captured and AOTInductor compiled; see <see cref="ExportedProgram"/>.</summary>
        public static partial class export
        {
            /// <inheritdoc cref="ExportedProgram"/>
            public static ExportedProgram load(string filename) => new(filename);

            /// <inheritdoc cref="ExportedProgram"/>
            public static ExportedProgram<TResult> load<TResult>(string filename) => new(filename);
        }
    }

    /// <summary>
    /// A <c>.pt2</c> package: machine code for one device that only libtorch 2.6 and later load. This binding, which runs on libtorch
    /// from 1.13 on, does not: the type is there so that code which names it compiles.
    /// </summary>
    /// <exception cref="NotSupportedException">Loading one; says what to do instead.</exception>
    public class ExportedProgram : IDisposable
    {
        internal ExportedProgram(string filename) => throw new NotSupportedException(
            $"'{filename}' cannot be loaded: packages compiled by AOTInductor need libtorch ≥ 2.6 and a binding of its package loader, " +
            $"which this one does not have (libtorch here: {Api.Version}). " +
            "Save the model with torch.jit.script or torch.jit.trace in Python and load it with torch.jit.load.");

        public torch.Tensor[] run(params torch.Tensor[] inputs) => throw new NotSupportedException();
        public torch.Tensor[] forward(params torch.Tensor[] inputs) => run(inputs);
        public torch.Tensor[] call(params torch.Tensor[] inputs) => run(inputs);
        public void Dispose() => Dispose(true);
        protected virtual void Dispose(bool disposing) => GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="ExportedProgram"/>
    public class ExportedProgram<TResult> : ExportedProgram
    {
        internal ExportedProgram(string filename) : base(filename) { }

        public new TResult run(params torch.Tensor[] inputs) => throw new NotSupportedException();
        public new TResult forward(params torch.Tensor[] inputs) => run(inputs);
        public new TResult call(params torch.Tensor[] inputs) => run(inputs);
    }
}
