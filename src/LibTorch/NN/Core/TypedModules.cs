namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module of one input. Override <see cref="forward"/>; use <see cref="call"/>, which runs the hooks.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>,
                Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name) { }

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

        /// <summary>A module of two inputs. Override <see cref="forward"/>; use <see cref="call"/>, which runs the hooks.</summary>
        public abstract class Module<T1, T2, TResult>
            : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name) { }

            /// <summary>Computes the module's output. Callers use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Computes the module's output, running the forward hooks around it.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                if (!HasHooks) return forward(input1, input2);
                foreach (var hook in PreHooks())
                    if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                var watch = Watch();
                if (watch is not null)
                {
                    var seen = watch.Inputs(input1, input2);
                    (input1, input2) = ((T1)seen[0]!, (T2)seen[1]!);
                }
                TResult result;
                Enter();
                try
                {
                    result = forward(input1, input2);
                }
                finally
                {
                    Leave();
                }
                foreach (var hook in PostHooks())
                    if (hook(this, input1, input2, result) is { } changed) result = changed;
                if (watch is not null) result = watch.Output(result);
                AfterForward();
                return result;
            }

            /// <summary>For use at the start of a forward(): routes a direct call of it through the hooks.</summary>
            private protected bool Hooked(T1 input1, T2 input2, out TResult result)
            {
                var bypassed = Bypassed;
                result = bypassed ? call(input1, input2) : default!;
                return bypassed;
            }
        }

        /// <summary>A module of three inputs. Override <see cref="forward"/>; use <see cref="call"/>, which runs the hooks.</summary>
        public abstract class Module<T1, T2, T3, TResult>
            : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name) { }

            /// <summary>Computes the module's output. Callers use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>Computes the module's output, running the forward hooks around it.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                if (!HasHooks) return forward(input1, input2, input3);
                foreach (var hook in PreHooks())
                    if (hook(this, input1, input2, input3) is { } changed) (input1, input2, input3) = changed;
                var watch = Watch();
                if (watch is not null)
                {
                    var seen = watch.Inputs(input1, input2, input3);
                    (input1, input2, input3) = ((T1)seen[0]!, (T2)seen[1]!, (T3)seen[2]!);
                }
                TResult result;
                Enter();
                try
                {
                    result = forward(input1, input2, input3);
                }
                finally
                {
                    Leave();
                }
                foreach (var hook in PostHooks())
                    if (hook(this, input1, input2, input3, result) is { } changed) result = changed;
                if (watch is not null) result = watch.Output(result);
                AfterForward();
                return result;
            }

            /// <summary>For use at the start of a forward(): routes a direct call of it through the hooks.</summary>
            private protected bool Hooked(T1 input1, T2 input2, T3 input3, out TResult result)
            {
                var bypassed = Bypassed;
                result = bypassed ? call(input1, input2, input3) : default!;
                return bypassed;
            }
        }
    }
}
