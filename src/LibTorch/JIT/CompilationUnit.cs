using TorchSharp.JIT;

namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>Functions compiled from TorchScript source; arguments and results are those of <see cref="ScriptModule"/>.</summary>
        public class CompilationUnit : IDisposable
        {
            private readonly ScriptHandle script;

            internal CompilationUnit(ScriptHandle script) => this.script = script;

            /// <summary>Calls a function; null when it returns None.</summary>
            /// <exception cref="TorchException">There is no such function, its arguments are wrong, or it failed; says where.</exception>
            /// <exception cref="NotImplementedException">TorchScript has no value like one of the arguments.</exception>
            public object invoke(string name, params object?[]? objs) => script.Call(name, objs ?? [null])!;

            /// <inheritdoc cref="invoke"/>
            /// <exception cref="InvalidCastException">It returned something else.</exception>
            public TResult invoke<TResult>(string name, params object?[]? inputs) => ScriptResults.As<TResult>(invoke(name, inputs), name);

            /// <inheritdoc cref="invoke{TResult}"/>
            public TResult invoke<T, TResult>(string name, params T[] inputs) => invoke<TResult>(name, inputs.Cast<object?>().ToArray());

            /// <summary>Releases the functions.</summary>
            public void Dispose() => Dispose(true);

            protected virtual void Dispose(bool disposing) => script.Dispose();
        }

        /// <summary>Compiles functions written in TorchScript, Python's subset with types.</summary>
        /// <exception cref="TorchException">The source is not TorchScript; the text points at the place.</exception>
        public static CompilationUnit compile(string script)
        {
            if (string.IsNullOrEmpty(script)) throw new ArgumentNullException(nameof(script), "The source is empty.");
            return new CompilationUnit(ScriptHandle.Compile(script + "\n"));
        }
    }
}
