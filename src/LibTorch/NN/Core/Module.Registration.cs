using System.Reflection;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private bool componentsRegistered;

            /// <summary>
            /// Registers every field that holds a module, a parameter or a tensor (as a buffer) under the field's name, or the
            /// name of its <see cref="ComponentNameAttribute"/>. Call it at the end of a custom module's constructor.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (componentsRegistered) return;
                // The modules of this library register what they hold themselves, under PyTorch's names.
                if (GetType().Assembly == typeof(Module).Assembly)
                {
                    componentsRegistered = true;
                    return;
                }
                foreach (var field in ComponentFields.Of(GetType()))
                {
                    var fieldName = field.ComponentName();
                    if (_internal_submodules.ContainsKey(fieldName) || _internal_params.ContainsKey(fieldName) ||
                        _internal_buffers.ContainsKey(fieldName)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(fieldName, module); break;
                        case Modules.Parameter parameter: register_parameter(fieldName, parameter); break;
                        case Tensor buffer: register_buffer(fieldName, buffer); break;
                    }
                }
                componentsRegistered = true;
            }

            /// <summary>Adds <paramref name="module"/> as a child called <paramref name="name"/>.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Adds <paramref name="submodule"/> as a child called <paramref name="name"/>; null removes the child.</summary>
            /// <exception cref="ArgumentException">The name is empty or contains a dot.</exception>
            /// <exception cref="InvalidOperationException">There is a child of that name.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is not null and not Modules.IParameterLessModule && this is Modules.IParameterLessModule)
                    throw new InvalidOperationException("Submodules of a parameter-less module must also be parameter-less.");
                if (submodule is null)
                {
                    if (_internal_submodules.ContainsKey(name)) _internal_submodules.Remove(name);
                    return;
                }
                CheckName("module", name);
                if (_internal_submodules.ContainsKey(name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            /// <summary>Adds a parameter under <paramref name="name"/>; it leaves the dispose scope it was made in.</summary>
            /// <exception cref="ArgumentNullException"><paramref name="param"/> is null.</exception>
            /// <exception cref="InvalidOperationException">There is a parameter of that name.</exception>
            public virtual void register_parameter(string name, Modules.Parameter param)
            {
                RefuseOnParameterLess("parameter");
                if (param is null)
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                CheckName("parameter", name);
                param.DetachFromDisposeScope();
                if (!_internal_params.TryAdd(name, param))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            /// <summary>
            /// Adds a tensor that belongs to the module's state without being trained; it leaves the dispose scope it was made
            /// in. A buffer that is not persistent is moved with the module but is not part of its state dictionary.
            /// </summary>
            /// <exception cref="ArgumentNullException"><paramref name="tensor"/> is null.</exception>
            /// <exception cref="InvalidOperationException">There is a buffer of that name.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                RefuseOnParameterLess("buffer");
                if (tensor is null)
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                CheckName("buffer", name);
                tensor.DetachFromDisposeScope();
                if (!_internal_buffers.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            /// <summary>Sets, replaces or (with null) removes the parameter called <paramref name="name"/>.</summary>
            protected void ConditionallyRegisterParameter(string name, Tensor? value)
                => ConditionallyRegisterParameter(name, value as Modules.Parameter);

            /// <summary>Sets, replaces or (with null) removes the parameter called <paramref name="name"/>.</summary>
            protected void ConditionallyRegisterParameter(string name, Modules.Parameter? value)
            {
                value?.DetachFromDisposeScope();
                if (value is not null) _internal_params[name] = value;
                else if (_internal_params.ContainsKey(name)) _internal_params.Remove(name);
            }

            /// <summary>Sets, replaces or (with null) removes the buffer called <paramref name="name"/>.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                value?.DetachFromDisposeScope();
                if (value is not null) _internal_buffers[name] = (value, persistent);
                else if (_internal_buffers.ContainsKey(name)) _internal_buffers.Remove(name);
            }

            /// <summary>Registers the fields of a module that a container takes in without a name of the usual kind.</summary>
            private protected static void Prepare(Module submodule) => submodule.RegisterComponents();

            /// <summary>Removes all children without disposing them.</summary>
            protected void ClearModules() => _internal_submodules.Clear();

            /// <summary>Sets a parameter held in a field, disposing the one it replaces.</summary>
            private protected void SetParameter(ref Modules.Parameter? field, Modules.Parameter? value, string name)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                field = value;
                ConditionallyRegisterParameter(name, value);
            }

            /// <summary>Sets a buffer held in a field, disposing the one it replaces.</summary>
            private protected void SetBuffer(ref Tensor? field, Tensor? value, string name)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                field = value;
                ConditionallyRegisterBuffer(name, value);
            }

            private void RefuseOnParameterLess(string what)
            {
                if (this is Modules.IParameterLessModule)
                    throw new InvalidOperationException($"Cannot register a {what} on a module that is declared 'parameter-less.'");
            }

            private static void CheckName(string what, string name)
            {
                if (string.IsNullOrEmpty(name)) throw new ArgumentException($"{what} name can't be empty string \"\"", nameof(name));
                if (name.Contains('.')) throw new ArgumentException($"{what} name can't contain \".\", got: {name}", nameof(name));
            }
        }
    }
}

/// <summary>The name under which a field of a module is registered.</summary>
public static class FieldInfoExtensionMethods
{
    /// <summary>The name of the field's <see cref="ComponentNameAttribute"/>, else of the property it backs, else its own.</summary>
    public static string ComponentName(this FieldInfo field)
    {
        if (field.GetCustomAttribute<ComponentNameAttribute>()?.Name is { } given) return given;
        // An auto-property's field is called <name>k__BackingField; the state dictionary says name, as PyTorch's would.
        return field.Name is ['<', .. var rest] && rest.IndexOf('>') is > 0 and var end ? rest[..end] : field.Name;
    }
}

/// <summary>The instance fields of a module type and of its bases, each name once, most derived first.</summary>
internal static class ComponentFields
{
    public static IEnumerable<FieldInfo> Of(Type type)
    {
        var seen = new HashSet<string>();
        for (Type? current = type; current is not null && current != typeof(torch.nn.Module); current = current.BaseType)
            foreach (var field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                if (seen.Add(field.Name)) yield return field;
    }
}
