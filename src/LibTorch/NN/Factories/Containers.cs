using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Modules one after the other; none yet.</summary>
        public static Sequential Sequential() => new();

        /// <summary>Named modules one after the other.</summary>
        public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
            => Sequential((IEnumerable<(string, Module<Tensor, Tensor>)>)modules);

        /// <summary>Modules one after the other.</summary>
        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules)
            => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

        /// <summary>Named modules one after the other.</summary>
        public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules)
            => Sequential((IEnumerable<Tuple<string, Module<Tensor, Tensor>>>)modules);

        /// <summary>Named modules one after the other.</summary>
        public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules)
        {
            var result = new Sequential();
            foreach (var (name, module) in modules) result.Add(name, module);
            return result;
        }

        /// <summary>Named modules one after the other.</summary>
        public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules)
            => Sequential(modules.Select(module => (module.Item1, module.Item2)));

        /// <summary>Modules one after the other.</summary>
        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules)
        {
            var result = new Sequential();
            foreach (var module in modules) result.Add(module);
            return result;
        }

        /// <summary>Modules in a list.</summary>
        public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

        /// <summary>Modules of one type in a list.</summary>
        public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

        /// <summary>Modules by name.</summary>
        public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

        /// <summary>Modules of one type by name.</summary>
        public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
        {
            var result = new ModuleDict<T>();
            foreach (var module in modules) result.Add(module);
            return result;
        }

        /// <summary>Parameters in a list.</summary>
        public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);

        /// <summary>Parameters by name.</summary>
        public static ParameterDict ParameterDict(params (string, Parameter)[] parameters)
        {
            var result = new ParameterDict();
            foreach (var parameter in parameters) result.Add(parameter);
            return result;
        }
    }
}
