namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The children, with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children()
            {
                foreach (var (name, child) in _internal_submodules) yield return (name, child);
            }

            /// <summary>The children.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All modules below this one, with their dotted names: the children first, then what is below each.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (name, child) in named_children())
                    foreach (var (inner, module) in child.named_modules())
                        yield return ($"{name}.{inner}", module);
            }

            /// <summary>All modules below this one.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>The parameters, each once, with their dotted names; with <paramref name="recurse"/> also those below.</summary>
            public virtual IEnumerable<(string name, Modules.Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (name, parameter) in _internal_params)
                    if (seen.Add(parameter)) yield return (name, parameter);
                if (!recurse) yield break;
                foreach (var (name, child) in named_children())
                    foreach (var (inner, parameter) in child.named_parameters(true))
                        if (seen.Add(parameter)) yield return ($"{name}.{inner}", parameter);
            }

            /// <summary>The parameters, each once; with <paramref name="recurse"/> also those below.</summary>
            public virtual IEnumerable<Modules.Parameter> parameters(bool recurse = true)
                => named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>This module's own parameters, with their names.</summary>
            protected virtual (string name, Modules.Parameter parameter)[] _named_parameters() => [.. named_parameters(recurse: false)];

            /// <summary>The parameters as an array.</summary>
            protected virtual Modules.Parameter[] _parameters(bool recurse = true) => [.. parameters(recurse)];

            /// <summary>This module's own buffers, with their names.</summary>
            protected virtual (string name, Tensor buffer)[] _named_buffers() => [.. named_buffers(recurse: false)];

            /// <summary>The buffers, each once, with their dotted names; with <paramref name="recurse"/> also those below.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true,
                bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (name, (buffer, persistent)) in _internal_buffers)
                    if ((persistent || include_nonpersistent) && seen.Add(buffer)) yield return (name, buffer);
                if (!recurse) yield break;
                foreach (var (name, child) in named_children())
                    foreach (var (inner, buffer) in child.named_buffers(true, include_nonpersistent))
                        if (seen.Add(buffer)) yield return ($"{name}.{inner}", buffer);
            }

            /// <summary>The buffers, each once; with <paramref name="recurse"/> also those below.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true)
                => named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary>Whether there is a parameter of that dotted name.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>Whether there is a buffer of that dotted name.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>The parameter of that dotted name, or null.</summary>
            public virtual Modules.Parameter? get_parameter(string target)
            {
                if (_internal_params.TryGetValue(target, out var parameter)) return parameter;
                return Below(target, out var rest)?.get_parameter(rest);
            }

            /// <summary>The buffer of that dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target)
            {
                if (_internal_buffers.TryGetValue(target, out var buffer)) return buffer.tensor;
                return Below(target, out var rest)?.get_buffer(rest);
            }

            private Module? Below(string target, out string rest)
            {
                var dot = target.IndexOf('.');
                rest = dot < 0 ? "" : target[(dot + 1)..];
                if (dot < 0) return null;
                var first = target[..dot];
                foreach (var (name, child) in named_children())
                    if (name == first) return child;
                return null;
            }
        }
    }
}
