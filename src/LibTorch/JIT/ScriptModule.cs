using TorchSharp.JIT;

namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>
        /// A module that was written, traced or scripted elsewhere and carries its own program: parameters, buffers and modules are
        /// seen, moved, trained and saved as those of any other module.
        /// </summary>
        /// <remarks>
        /// Tensors, numbers, booleans, texts, devices and null can be passed, and arrays, lists, tuples and dictionaries of them.
        /// Numbers come back as <see cref="Scalar"/>, lists as arrays, tuples of up to five as tuples and longer ones as arrays;
        /// the generic forms give numbers, arrays and tuples the type that is asked for.
        /// </remarks>
        public class ScriptModule : nn.Module
        {
            internal readonly ScriptHandle Script;

            // The managed objects of the whole tree by the address of their native side: what two modules share is one object.
            private readonly Dictionary<nint, object> known;
            private readonly List<(string name, nn.Module module)> inner = [];
            private readonly List<(string name, SlotKind kind)> tensors = [];

            private enum SlotKind { Parameter, Buffer, Other, Module }

            internal ScriptModule(ScriptHandle script) : this(script, []) { }

            private ScriptModule(ScriptHandle script, Dictionary<nint, object> known) : base(nameof(ScriptModule))
            {
                Script = script;
                this.known = known;
                Look();
            }

            // A script may replace its buffers, so what is held is compared with the native side before it is shown.
            private void Look()
            {
                var slots = Script.Slots();
                name = (string)slots[0]!;
                inner.Clear();
                tensors.Clear();
                for (int i = 1; i < slots.Length; i += 3)
                {
                    var slot = (string)slots[i]!;
                    var kind = (SlotKind)((Scalar)slots[i + 1]!).ToInt32();
                    var address = (nint)((Scalar)slots[i + 2]!).ToInt64();
                    if (kind == SlotKind.Module)
                    {
                        if (!known.TryGetValue(address, out var module)) known[address] = module = new ScriptModule(Script.Child(slot), known);
                        inner.Add((slot, (ScriptModule)module));
                        continue;
                    }
                    tensors.Add((slot, kind));
                    if (kind == SlotKind.Other) continue;
                    Tensor? held = kind == SlotKind.Parameter ? base.get_parameter(slot) : base.get_buffer(slot);
                    if (held is { IsInvalid: false } && held.Handle == address) continue;
                    if (held is { IsInvalid: false }) known.Remove(held.Handle);
                    if (!known.TryGetValue(address, out var found) || found is not Tensor { IsInvalid: false } tensor)
                    {
                        tensor = (Tensor)Script.Get(slot)!;
                        if (kind == SlotKind.Parameter) tensor = new Modules.Parameter(tensor, tensor.requires_grad);
                        known[address] = tensor;
                    }
                    if (kind == SlotKind.Parameter) ConditionallyRegisterParameter(slot, tensor);
                    else ConditionallyRegisterBuffer(slot, tensor);
                }
            }

            public override IEnumerable<(string name, Modules.Parameter parameter)> named_parameters(bool recurse = true)
            {
                Look();
                return base.named_parameters(recurse);
            }

            public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                Look();
                return base.named_buffers(recurse, include_nonpersistent);
            }

            public override IEnumerable<(string name, nn.Module module)> named_children() => [.. inner];

            /// <summary>All modules below this one, each once, with their dotted names; a module comes before what is in it.</summary>
            public override IEnumerable<(string name, nn.Module module)> named_modules()
            {
                var seen = new HashSet<nn.Module>();
                foreach (var (child, module) in inner)
                {
                    if (seen.Add(module)) yield return (child, module);
                    foreach (var (below, deeper) in module.named_modules())
                        if (seen.Add(deeper)) yield return ($"{child}.{below}", deeper);
                }
            }

            public override Modules.Parameter? get_parameter(string target)
            {
                Look();
                return base.get_parameter(target);
            }

            public override Tensor? get_buffer(string target)
            {
                Look();
                return base.get_buffer(target);
            }

            protected override (string name, Modules.Parameter parameter)[] _named_parameters() => base._named_parameters();
            protected override (string name, Tensor buffer)[] _named_buffers() => base._named_buffers();

            /// <summary>Every tensor that the module holds — parameter, buffer or plain attribute — with its dotted name.</summary>
            public (string name, Tensor buffer)[] named_attributes(bool recurse = true)
            {
                Look();
                var own = tensors.Select(slot => (slot.name, slot.kind switch
                {
                    SlotKind.Parameter => base.get_parameter(slot.name)!,
                    SlotKind.Buffer => base.get_buffer(slot.name)!,
                    _ => (Tensor)Script.Get(slot.name)!,
                }));
                var below = recurse ? inner.SelectMany(child => ((ScriptModule)child.module).named_attributes()
                    .Select(entry => ($"{child.name}.{entry.name}", entry.buffer))) : [];
                return [.. own, .. below];
            }

            /// <summary>The value of an attribute of this module, of any kind; null when it is None or there is none of that name.</summary>
            public object get_attribute(string name) => Script.Get(name)!;

            /// <summary>Replaces a tensor that the module holds.</summary>
            /// <exception cref="TorchException">There is no attribute of that name, or it is no tensor.</exception>
            public void set_attribute(string name, Tensor buffer) => Script.Set(name, buffer);

            /// <summary>How many arguments forward takes.</summary>
            public int GetNumberOfInputs() => Script.Signature("forward").Arguments.Length;

            /// <summary>How many values forward returns; a tuple is one.</summary>
            public int GetNumberOfOutputs() => Script.Signature("forward").Returns;

            /// <summary>The declared type of an argument of forward.</summary>
            public Type GetInputType(int index)
            {
                var types = Script.Signature("forward").Arguments;
                ArgumentOutOfRangeException.ThrowIfNegative(index);
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, types.Length);
                return types[index] == "Tensor" ? new TensorType() : new DynamicType(types[index]);
            }

            /// <summary>Sets training mode here and below; a module that was traced computes as it did when it was traced.</summary>
            public override void train(bool on = true) => Script.Train(on);

            public override void eval() => train(false);

            /// <summary>The module's own flag; true when it has none.</summary>
            public override bool training => Script.Get("training") is not Scalar flag || flag.ToBoolean();

            public override void zero_grad(bool set_to_none = true) => base.zero_grad(set_to_none);

            protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => base._to(device, dtype, non_blocking);
            protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => base._to(deviceType, deviceIndex, non_blocking);
            protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => base._to(dtype, non_blocking);

            protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (device is not null) InitializeDeviceType(device.type);
                Look();
                base._toEpilog(dtype, device, non_blocking);
                MoveOthers(dtype, device, non_blocking);
            }

            /// <summary>Moves the module's own tensors that are neither parameters nor buffers, and converts those that are floating-point.</summary>
            protected void _toScriptEpilog(Device device, ScalarType dtype, bool non_blocking) => MoveOthers(dtype, device, non_blocking);
            protected void _toScriptEpilog(ScalarType dtype, bool non_blocking) => MoveOthers(dtype, null, non_blocking);
            protected void _toScriptEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking)
                => MoveOthers(null, new Device(deviceType, deviceIndex), non_blocking);

            private void MoveOthers(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (name, kind) in tensors)
                {
                    if (kind != SlotKind.Other) continue;
                    using var tensor = (Tensor)Script.Get(name)!;
                    using var moved = tensor.to(Floating(tensor.dtype) ? dtype ?? tensor.dtype : tensor.dtype, device ?? tensor.device, non_blocking: non_blocking);
                    if (moved.Handle != tensor.Handle) Script.Set(name, moved);
                }
            }

            /// <summary>Calls forward.</summary>
            /// <returns>What it returns, as told above; null for None.</returns>
            /// <exception cref="TorchException">Number or types of the arguments are wrong, or the script failed; says where.</exception>
            /// <exception cref="NotImplementedException">TorchScript has no value like one of the arguments.</exception>
            public object forward(params object?[]? input) => invoke("forward", input);

            /// <inheritdoc cref="forward"/>
            public object call(params object?[]? input) => forward(input);

            /// <summary>Calls a method of the module.</summary>
            /// <inheritdoc cref="forward"/>
            public object invoke(string name, params object?[]? objs) => Script.Call(name, objs ?? [null])!;

            /// <summary>Calls a method of the module.</summary>
            /// <inheritdoc cref="forward"/>
            /// <exception cref="InvalidCastException">It returned something else.</exception>
            public TResult invoke<TResult>(string name, params object?[]? inputs) => ScriptResults.As<TResult>(invoke(name, inputs), name);

            /// <inheritdoc cref="invoke{TResult}"/>
            public TResult invoke<T, TResult>(string name, params T[] inputs) => invoke<TResult>(name, inputs.Cast<object?>().ToArray());

            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                if (disposing) Script.Dispose();
            }
        }
    }
}
