namespace Workbench.LibTorch.Tests.Operators;

/// <summary>Public operators that the table does not hold, and why.</summary>
internal static class UntabledOperators
{
    private const string Lifetime = "moves an object between scopes and computes nothing; DisposeScopeTests",
        Made = "written out in OperatorCases or OperatorFactTests, for arguments that the table cannot name",
        Any = "the result is unspecified memory",
        Gauge = "the result is determined up to signs or phases; OperatorFactTests checks what it must satisfy",
        Device = "needs another device",
        File = "reads a file and computes nothing; the tests of files";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["DetachFromDisposeScope"] = Lifetime,
        ["MoveToOtherDisposeScope"] = Lifetime,
        ["MoveToOuterDisposeScope"] = Lifetime,
        ["empty"] = Any,
        ["empty_like"] = Any,
        ["empty_strided"] = Any,
        ["new_empty"] = Any,
        ["load"] = File,
        ["Load"] = File,
        ["cuda"] = Device,
        ["pin_memory"] = Device,
        ["einsum"] = Made,
        ["index"] = Made,
        ["index_put_"] = Made,
        ["nonzero_as_list"] = Made,
        ["where"] = Made,
        ["istft"] = Made,
        ["tensor"] = Made,
        ["as_tensor"] = Made,
        ["from_array"] = Made,
        ["frombuffer"] = Made,
        ["get_rng_state"] = Made,
        ["rrelu"] = Made,
        ["rrelu_"] = Made,
        ["sparse"] = Made,
        ["sparse_coo_tensor"] = Made,
        ["to_sparse"] = Made,
        ["to_dense"] = Made,
        ["coalesce"] = Made,
        ["linalg.eig"] = Gauge,
        ["linalg.eigh"] = Gauge,
        ["linalg.svd"] = Gauge,
        ["linalg.ldl_solve"] = Made,
        ["linalg.lu_solve"] = Made,
        ["lu"] = Made,
        ["lu_solve"] = Made,
        ["lu_unpack"] = Made,
    };
}
