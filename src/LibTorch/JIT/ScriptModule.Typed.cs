using TorchSharp.JIT;

namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>A script module whose calls can be observed and changed by hooks; <c>forward</c> itself runs none.</summary>
        /// <typeparam name="TPreHook">A function that sees, and may replace, the input.</typeparam>
        /// <typeparam name="TPostHook">A function that sees input and result, and may replace the result.</typeparam>
        public class HookableScriptModule<TPreHook, TPostHook> : ScriptModule
        {
            /// <summary>The hooks before a call, by key.</summary>
            protected Dictionary<string, TPreHook> pre_hooks = [];

            /// <summary>The hooks after a call, by key.</summary>
            protected Dictionary<string, TPostHook> post_hooks = [];

            internal HookableScriptModule(ScriptHandle script) : base(script) { }

            /// <summary>Calls <paramref name="hook"/> after every call; a result other than null replaces the output.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => new(this, Add(post_hooks, hook));

            /// <summary>Calls <paramref name="hook"/> before every call; a result other than null replaces the input.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => new(this, Add(pre_hooks, hook));

            private static string Add<T>(Dictionary<string, T> hooks, T hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook ?? throw new ArgumentNullException(nameof(hook)));
                return key;
            }

            /// <summary>Removes the hook that its registration returned it for.</summary>
            public class HookRemover(HookableScriptModule<TPreHook, TPostHook> module, string key)
            {
                /// <summary>Removes the hook; once is enough, twice does no harm.</summary>
                public void remove()
                {
                    module.pre_hooks.Remove(key);
                    module.post_hooks.Remove(key);
                }
            }
        }

        /// <summary>A script module whose forward takes any number of tensors.</summary>
        public class ScriptModule<TResult> : ScriptModule, nn.IModule<Tensor[], TResult>
        {
            internal ScriptModule(ScriptHandle script) : base(script) { }

            /// <inheritdoc cref="forward"/>
            public TResult call(params Tensor[] input) => forward(input);

            /// <summary>Calls forward.</summary>
            /// <exception cref="InvalidCastException">It returned something else.</exception>
            public TResult forward(params Tensor[] tensor) => invoke<TResult>("forward", tensor);
        }

        /// <summary>A script module whose forward takes one argument.</summary>
        public class ScriptModule<T, TResult> : HookableScriptModule<Func<ScriptModule<T, TResult>, T, T>,
            Func<ScriptModule<T, TResult>, T, TResult, TResult>>, nn.IModule<T, TResult>
        {
            internal ScriptModule(ScriptHandle script) : base(script) { }

            /// <summary>Calls forward with the hooks around it.</summary>
            public TResult call(T input)
            {
                foreach (var hook in pre_hooks.Values.ToArray())
                    if (hook(this, input) is { } changed) input = changed;
                var result = forward(input);
                foreach (var hook in post_hooks.Values.ToArray())
                    if (hook(this, input, result) is { } changed) result = changed;
                return result;
            }

            /// <summary>Calls forward.</summary>
            /// <exception cref="InvalidCastException">It returned something else.</exception>
            public TResult forward(T tensor) => invoke<TResult>("forward", [tensor]);
        }

        /// <summary>A script module whose forward takes two arguments.</summary>
        public class ScriptModule<T1, T2, TResult> : HookableScriptModule<Func<ScriptModule<T1, T2, TResult>, T1, T2, (T1, T2)?>,
            Func<ScriptModule<T1, T2, TResult>, T1, T2, TResult, TResult>>, nn.IModule<T1, T2, TResult>
        {
            internal ScriptModule(ScriptHandle script) : base(script) { }

            /// <summary>Calls forward with the hooks around it.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in pre_hooks.Values.ToArray())
                    if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                var result = forward(input1, input2);
                foreach (var hook in post_hooks.Values.ToArray())
                    if (hook(this, input1, input2, result) is { } changed) result = changed;
                return result;
            }

            /// <summary>Calls forward.</summary>
            /// <exception cref="InvalidCastException">It returned something else.</exception>
            public TResult forward(T1 input1, T2 input2) => invoke<TResult>("forward", [input1, input2]);
        }
    }
}
