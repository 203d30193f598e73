namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module of one input; those of two to six are written from Arities/Module.txt. Override <see cref="forward"/>; use <see cref="call"/>, which runs the hooks.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>,
                Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name) { }

            /// <inheritdoc cref="HookableModule{TPreHook, TPostHook}(IntPtr, IntPtr)"/>
            protected Module(IntPtr handle, IntPtr boxedHandle) : base(handle, boxedHandle) { }

            /// <summary>Computes the module's output. Callers use <see cref="call"/>.</summary>
            public abstract TResult forward(T input);

            /// <summary>Computes the module's output, running the forward hooks around it.</summary>
            public TResult call(T input)
            {
                if (!HasHooks) return forward(input);
                foreach (var hook in PreHooks())
                    if (hook(this, input) is { } changed) input = changed;
                var watch = Watch();
                if (watch is not null) input = (T)watch.Inputs(input)[0]!;
                TResult result;
                Enter();
                try
                {
                    result = forward(input);
                }
                finally
                {
                    Leave();
                }
                foreach (var hook in PostHooks())
                    if (hook(this, input, result) is { } changed) result = changed;
                if (watch is not null) result = watch.Output(result);
                AfterForward();
                return result;
            }

            /// <summary>For use at the start of a forward(): routes a direct call of it through the hooks.</summary>
            private protected bool Hooked(T input, out TResult result)
            {
                var bypassed = Bypassed;
                result = bypassed ? call(input) : default!;
                return bypassed;
            }
        }
    }
}
