using System.Collections.Generic;
using System.Linq;

namespace Workbench.LibTorch.Generator;

/// <summary>The signatures that the shim calls directly (typed.cpp), by argument and result types.</summary>
internal static class DirectCalls
{
    private static readonly Dictionary<string, int> Kinds = new()
    {
        ["Tensor>Tensor"] = 0,
        ["Tensor,Tensor>Tensor"] = 1,
        ["Tensor,Tensor,Scalar>Tensor"] = 2,
        ["Tensor,Scalar>Tensor"] = 3,
        ["Tensor,Scalar,Scalar>Tensor"] = 4,
        ["Tensor!>Tensor!"] = 5,
        ["Tensor!,Tensor>Tensor!"] = 6,
        ["Tensor!,Tensor,Scalar>Tensor!"] = 7,
        ["Tensor!,Scalar>Tensor!"] = 8,
        ["Tensor!,Scalar,Scalar>Tensor!"] = 9,
        ["Tensor,ScalarType?>Tensor"] = 10,
        ["Tensor,Tensor,Tensor?>Tensor"] = 11,
        ["Tensor,int[]?,bool,ScalarType?>Tensor"] = 12,
    };

    /// <summary>The kind of direct call, or -1. A Scalar default other than 1 goes the boxed way, which reads the schema.</summary>
    public static int Kind(Schema schema)
    {
        if (schema.Arguments.Any(a => a.Type == "Scalar" && a.Default is not null && a.Default != "1")) return -1;
        string Write(SchemaArgument a) => a.Type + (a.Mutated ? "!" : "");
        var key = string.Join(",", schema.Arguments.Select(Write)) + ">" + string.Join(",", schema.Returns.Select(Write));
        return Kinds.TryGetValue(key, out var kind) ? kind : -1;
    }
}
