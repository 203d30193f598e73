namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module of four inputs. Override <see cref="forward"/>; use <see cref="call"/>, which runs the hooks.</summary>
        public abstract class Module<T1, T2, T3, T4, TResult>
            : HookableModule<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>,
                Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>>, IModule<T1, T2, T3, T4, TResult>
        {
            protected Module(string name) : base(name) { }

            /// <summary>Computes the module's output. Callers use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            /// <summary>Computes the module's output, running the forward hooks around it.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                if (!HasHooks) return forward(input1, input2, input3, input4);
                foreach (var hook in PreHooks())
                    if (hook(this, input1, input2, input3, input4) is { } changed) (input1, input2, input3, input4) = changed;
                var watch = Watch();
                if (watch is not null)
                {
                    var seen = watch.Inputs(input1, input2, input3, input4);
                    (input1, input2, input3, input4) = ((T1)seen[0]!, (T2)seen[1]!, (T3)seen[2]!, (T4)seen[3]!);
                }
                TResult result;
                Enter();
                try
                {
                    result = forward(input1, input2, input3, input4);
                }
                finally
                {
                    Leave();
                }
                foreach (var hook in PostHooks())
                    if (hook(this, input1, input2, input3, input4, result) is { } changed) result = changed;
                if (watch is not null) result = watch.Output(result);
                AfterForward();
                return result;
            }

            /// <summary>For use at the start of a forward(): routes a direct call of it through the hooks.</summary>
            private protected bool Hooked(T1 input1, T2 input2, T3 input3, T4 input4, out TResult result)
            {
                var bypassed = Bypassed;
                result = bypassed ? call(input1, input2, input3, input4) : default!;
                return bypassed;
            }
        }

        /// <summary>A module of five inputs. Override <see cref="forward"/>; use <see cref="call"/>, which runs the hooks.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult>
            : HookableModule<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>,
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, TResult>
        {
            protected Module(string name) : base(name) { }

            /// <summary>Computes the module's output. Callers use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            /// <summary>Computes the module's output, running the forward hooks around it.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                if (!HasHooks) return forward(input1, input2, input3, input4, input5);
                foreach (var hook in PreHooks())
                    if (hook(this, input1, input2, input3, input4, input5) is { } changed) (input1, input2, input3, input4, input5) = changed;
                var watch = Watch();
                if (watch is not null)
                {
                    var seen = watch.Inputs(input1, input2, input3, input4, input5);
                    (input1, input2, input3, input4, input5) = ((T1)seen[0]!, (T2)seen[1]!, (T3)seen[2]!, (T4)seen[3]!, (T5)seen[4]!);
                }
                TResult result;
                Enter();
                try
                {
                    result = forward(input1, input2, input3, input4, input5);
                }
                finally
                {
                    Leave();
                }
                foreach (var hook in PostHooks())
                    if (hook(this, input1, input2, input3, input4, input5, result) is { } changed) result = changed;
                if (watch is not null) result = watch.Output(result);
                AfterForward();
                return result;
            }

            /// <summary>For use at the start of a forward(): routes a direct call of it through the hooks.</summary>
            private protected bool Hooked(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, out TResult result)
            {
                var bypassed = Bypassed;
                result = bypassed ? call(input1, input2, input3, input4, input5) : default!;
                return bypassed;
            }
        }

        /// <summary>A module of six inputs. Override <see cref="forward"/>; use <see cref="call"/>, which runs the hooks.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult>
            : HookableModule<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>,
                Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            protected Module(string name) : base(name) { }

            /// <summary>Computes the module's output. Callers use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            /// <summary>Computes the module's output, running the forward hooks around it.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                if (!HasHooks) return forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in PreHooks())
                    if (hook(this, input1, input2, input3, input4, input5, input6) is { } changed) (input1, input2, input3, input4, input5, input6) = changed;
                var watch = Watch();
                if (watch is not null)
                {
                    var seen = watch.Inputs(input1, input2, input3, input4, input5, input6);
                    (input1, input2, input3, input4, input5, input6) = ((T1)seen[0]!, (T2)seen[1]!, (T3)seen[2]!, (T4)seen[3]!, (T5)seen[4]!, (T6)seen[5]!);
                }
                TResult result;
                Enter();
                try
                {
                    result = forward(input1, input2, input3, input4, input5, input6);
                }
                finally
                {
                    Leave();
                }
                foreach (var hook in PostHooks())
                    if (hook(this, input1, input2, input3, input4, input5, input6, result) is { } changed) result = changed;
                if (watch is not null) result = watch.Output(result);
                AfterForward();
                return result;
            }

            /// <summary>For use at the start of a forward(): routes a direct call of it through the hooks.</summary>
            private protected bool Hooked(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6, out TResult result)
            {
                var bypassed = Bypassed;
                result = bypassed ? call(input1, input2, input3, input4, input5, input6) : default!;
                return bypassed;
            }
        }
    }
}
