namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural network modules, their functional forms and initialisers.</summary>
    public static partial class nn
    {
        /// <summary>
        /// Base of every neural network module: holds named parameters, buffers and sub-modules, the training flag, and
        /// everything that walks the tree they form.
        /// </summary>
        [Utils.TypeFormatterSource(typeof(Printing.ModuleFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
        public partial class Module : IDisposable
        {
            /// <summary>The children by name; <see cref="register_module"/> adds to them.</summary>
            protected Utils.OrderedDict<string, Module> _internal_submodules = [];

            /// <summary>This module's own parameters by name; <see cref="register_parameter"/> adds to them.</summary>
            protected Utils.OrderedDict<string, Modules.Parameter> _internal_params = [];

            /// <summary>This module's own buffers by name, and whether they are saved; <see cref="register_buffer"/> adds to them.</summary>
            protected Utils.OrderedDict<string, (Tensor tensor, bool persistent)> _internal_buffers = [];

            private bool isTraining = true;
            private bool disposed;

            /// <summary>The name given to the constructor; usually the name of the type.</summary>
            protected string? name;

            /// <param name="name">What <see cref="GetName"/> returns; usually the name of the type.</param>
            protected Module(string name)
            {
                this.name = name;
            }

            /// <summary>The name given to the constructor.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            /// <summary>True in training mode; dropout and batch normalisation behave differently outside it.</summary>
            public virtual bool training => isTraining;

            /// <summary>Puts this module and all below it into training mode (or, with false, evaluation mode).</summary>
            public virtual void train(bool train = true)
            {
                isTraining = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            /// <summary>Puts this module and all below it into evaluation mode.</summary>
            public virtual void eval() => train(false);

            /// <summary>Applies <paramref name="fn"/> to every sub-module (children first), then to this module.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (var (_, child) in named_children()) child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Clears the gradients of all parameters: forgets them, or fills them with zeros.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    using var grad = parameter.grad;
                    if (grad is null) continue;
                    if (set_to_none) parameter.grad = null;
                    else
                    {
                        using var guard = no_grad();
                        grad.zero_();
                    }
                }
            }

            /// <summary>Sets whether autograd records operations on the parameters of this module and those below it.</summary>
            public virtual Module requires_grad_(bool requires_grad = true)
            {
                foreach (var (_, parameter) in named_parameters()) parameter.requires_grad = requires_grad;
                return this;
            }

            /// <summary>Releases the parameters and buffers of this module and of all below it.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Releases what the module holds; override to release more, and call the base.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || disposed) return;
                disposed = true;
                foreach (var (_, parameter) in _internal_params) parameter.Dispose();
                foreach (var (_, (buffer, _)) in _internal_buffers) buffer.Dispose();
                foreach (var (_, child) in named_children().ToList()) child.Dispose();
            }

            /// <inheritdoc/>
            public override string ToString() => ModulePrinter.Print(this);
        }
    }
}
