namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A module whose passes can be observed and changed by hooks. They fire through <c>call</c>, in containers, and for this
        /// library's own modules also when <c>forward</c> is called directly. A <c>forward</c> that you write yourself and call
        /// directly is only a method call: as in PyTorch, no hook of that module fires (those of the modules inside it do).
        /// </summary>
        /// <typeparam name="TPreHook">A function that sees, and may replace, the input.</typeparam>
        /// <typeparam name="TPostHook">A function that sees input and result, and may replace the result.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            /// <summary>The hooks in the order of their registration, which alone adds to them.</summary>
            protected readonly OrderedDictionary<string, TPreHook> pre_hooks = [];

            /// <inheritdoc cref="pre_hooks"/>
            protected readonly OrderedDictionary<string, TPostHook> post_hooks = [];

            /// <inheritdoc cref="pre_hooks"/>
            protected readonly OrderedDictionary<string, Action<Module>> module_pre_hooks = [];

            /// <inheritdoc cref="pre_hooks"/>
            protected readonly OrderedDictionary<string, Action<Module>> module_post_hooks = [];

            private readonly OrderedDictionary<string, FullBackwardHook> backwardHooks = [];
            private readonly OrderedDictionary<string, FullBackwardPreHook> backwardPreHooks = [];
            private bool hasHooks;

            // The modules whose call() is running their forward() on this thread; tells forward() that the hooks are being run.
            [ThreadStatic] private static List<Module>? running;

            protected HookableModule(string name) : base(name) { }

            /// <summary>TorchSharp's way to wrap a module of its native library.</summary>
            /// <exception cref="NotSupportedException">Always: this binding has no such modules.</exception>
            protected HookableModule(IntPtr handle, IntPtr boxedHandle) : base("") => throw new NotSupportedException(Native);

            private protected const string Native = "A module of TorchSharp's native library cannot be wrapped: this binding has none.";

            /// <summary>Calls <paramref name="hook"/> after every forward pass; a result other than null replaces the output.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Add(post_hooks, hook);

            /// <summary>Calls <paramref name="hook"/> before every forward pass; a result other than null replaces the input.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(pre_hooks, hook);

            /// <summary>Calls <paramref name="hook"/> after every forward pass.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => Add(module_post_hooks, hook);

            /// <summary>Calls <paramref name="hook"/> before every forward pass.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(module_pre_hooks, hook);

            /// <summary>
            /// Calls <paramref name="hook"/> with the gradients of the inputs and of the result whenever they are computed; what it
            /// returns, if not null, replaces those of the inputs. The inputs are the tensors among the arguments, in order.
            /// </summary>
            public HookRemover register_full_backward_hook(FullBackwardHook hook) => Add(backwardHooks, hook);

            /// <summary>
            /// Calls <paramref name="hook"/> with the gradients of the result before they enter the module; what it returns, if not
            /// null, replaces them.
            /// </summary>
            public HookRemover register_full_backward_pre_hook(FullBackwardPreHook hook) => Add(backwardPreHooks, hook);

            private protected bool HasHooks => hasHooks;

            /// <summary>What this forward pass needs for the backward hooks; null when there are none.</summary>
            private protected BackwardWatch? Watch() => backwardHooks.Count + backwardPreHooks.Count == 0 ? null
                : new BackwardWatch(this, [.. backwardPreHooks.Values], [.. backwardHooks.Values]);

            /// <summary>Whether a caller reached forward() directly although hooks wait, so that it must go through call().</summary>
            private protected bool Bypassed => hasHooks && running?.Contains(this) != true;

            private protected void Enter() => (running ??= []).Add(this);

            private protected void Leave() => running!.RemoveAt(running.Count - 1);

            private protected TPreHook[] PreHooks()
            {
                foreach (var hook in module_pre_hooks.Values.ToArray()) hook(this);
                return [.. pre_hooks.Values];
            }

            private protected TPostHook[] PostHooks() => [.. post_hooks.Values];

            private protected void AfterForward()
            {
                foreach (var hook in module_post_hooks.Values.ToArray()) hook(this);
            }

            private protected override bool ForwardIsObserved => post_hooks.Count + module_post_hooks.Count > 0;

            private HookRemover Add<T>(OrderedDictionary<string, T> hooks, T hook)
            {
                ArgumentNullException.ThrowIfNull(hook);
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                hasHooks = true;
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                pre_hooks.Remove(key);
                post_hooks.Remove(key);
                module_pre_hooks.Remove(key);
                module_post_hooks.Remove(key);
                backwardHooks.Remove(key);
                backwardPreHooks.Remove(key);
                hasHooks = pre_hooks.Count + post_hooks.Count + module_pre_hooks.Count + module_post_hooks.Count + backwardHooks.Count + backwardPreHooks.Count > 0;
            }

            /// <summary>Removes the hook that its registration returned it for.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                /// <summary>Removes the hook; once is enough, twice does no harm.</summary>
                public void remove() => module.Remove(key);
            }
        }

        public partial class Module
        {
            /// <summary>Whether a hook sees the output, so that a container must not dispose it on the hook's back.</summary>
            private protected virtual bool ForwardIsObserved => false;

            internal static bool IsObserved(Module module) => module.ForwardIsObserved;
        }
    }
}
