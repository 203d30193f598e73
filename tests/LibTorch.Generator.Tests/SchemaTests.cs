namespace Workbench.LibTorch.Generator.Tests;

/// <summary>Reading operator schemas as libtorch writes them.</summary>
public class SchemaTests
{
    [Fact]
    public void Names_overloads_arguments_and_marks_are_read()
    {
        var schema = Schema.Parse("aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor | mt other=target name=plus");
        Assert.Equal(("aten::add", "Tensor", "add_Tensor", "plus"), (schema.Name, schema.Overload, schema.MethodName, schema.PublicName));
        Assert.Equal(["self", "other", "alpha"], schema.Arguments.Select(a => a.Name));
        Assert.Equal("1", schema.Arguments[2].Default);
        Assert.True(schema is { AsMethod: true, AsFunction: true, Written: null });
        Assert.Equal("target", schema.Renames["other"]);
    }

    [Theory]
    [InlineData("Tensor(a!) self", "Tensor", true)]
    [InlineData("Tensor(a -> *)[] self", "Tensor[]", false)]
    [InlineData("SymInt[2] self", "int[]", false)]
    [InlineData("SymInt[]? self=None", "int[]?", false)]
    [InlineData("Tensor?[] self", "Tensor?[]", false)]
    [InlineData("MemoryFormat self=contiguous_format", "MemoryFormat", false)]
    public void Types_lose_aliases_lengths_and_symbols(string argument, string type, bool mutated)
    {
        var parsed = Schema.Parse($"aten::f({argument}) -> ()").Arguments[0];
        Assert.Equal((type, "self", mutated), (parsed.Type, parsed.Name, parsed.Mutated));
    }

    [Fact]
    public void Defaults_with_commas_and_quotes_stay_whole()
    {
        var schema = Schema.Parse("aten::f(Tensor x, int[2] dim=[-2, -1], str mode=\"a,b\") -> (Tensor values, Tensor indices)");
        Assert.Equal(["[-2, -1]", "\"a,b\""], schema.Arguments.Skip(1).Select(a => a.Default));
        Assert.Equal(["values", "indices"], schema.Returns.Select(r => r.Name));
        Assert.Equal("default", TypeMap.Default(schema.Arguments[1]));
    }

    [Fact]
    public void In_place_operators_are_recognised()
    {
        Assert.Equal("self", Schema.Parse("aten::add_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)").Written?.Name);
        Assert.Equal("out", Schema.Parse("aten::zeros.out(SymInt[] size, *, Tensor(a!) out) -> Tensor(a!)").Written?.Name);
        Assert.Null(Schema.Parse("aten::_foreach_add_.List(Tensor(a!)[] self, Tensor[] other) -> ()").Written);
    }

    [Theory]
    [InlineData("aten::f Tensor")]
    [InlineData("aten::f(Tensor x)")]
    [InlineData("aten::f(Tensor x) -> Tensor | q")]
    public void A_line_that_is_no_schema_is_refused(string line) => Assert.Throws<FormatException>(() => Schema.Parse(line));

    [Fact]
    public void Direct_calls_need_the_exact_signature_and_an_alpha_of_one()
    {
        Assert.Equal(2, DirectCalls.Kind(Schema.Parse("aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor")));
        Assert.Equal(-1, DirectCalls.Kind(Schema.Parse("aten::threshold(Tensor self, Scalar threshold, Scalar value=20) -> Tensor")));
        Assert.Equal(-1, DirectCalls.Kind(Schema.Parse("aten::cat(Tensor[] tensors, int dim=0) -> Tensor")));
    }
}
