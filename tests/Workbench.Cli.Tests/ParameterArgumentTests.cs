using System.Numerics;
using Workbench.Cli.Running;

namespace Workbench.Cli.Tests;

public sealed class ParameterArgumentTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private static object? Value(string argument) => Assert.Single(ParameterArguments.Read(null, [argument])).Value;

    [Fact]
    public void An_argument_is_a_word_or_json()
    {
        Assert.Equal(5, Value("x=5"));
        Assert.Equal("a=b # c", Value("x=a=b # c"));
        Assert.Equal("5", Value("x=\"5\""));
        Assert.Null(Value("x=null"));
        Assert.Equal(new List<object?> { 1, 2.5, "a", null, true }, Value("x=[1, 2.5, \"a\", null, true]"));
        Assert.Equal(new List<object?> { "a", "b c" }, Value("x=[a, b c]"));
        Assert.Equal(new Dictionary<string, object?> { ["k"] = new List<object?> { BigInteger.Parse("99999999999999999999") } }, Value("x={\"k\": [99999999999999999999]}"));
        Assert.Equal("007", ParameterArguments.Read(null, ["x=007"])[0].Text);
    }

    [Theory]
    [InlineData("x", "expected name=value")]
    [InlineData("=5", "expected name=value")]
    [InlineData("a-b=5", "'a-b' is no name")]
    [InlineData("1a=5", "'1a' is no name")]
    [InlineData("x=[1, 2", "neither JSON nor YAML")]
    [InlineData("x={\"a\": 1e999}", "too large")]
    public void What_cannot_be_read_is_refused(string argument, string reason) =>
        Assert.Contains(reason, Assert.Throws<UsageException>(() => ParameterArguments.Read(null, [argument])).Message);

    [Fact]
    public void A_name_given_twice_is_refused() =>
        Assert.Contains("2 times", Assert.Throws<UsageException>(() => ParameterArguments.Read(null, ["x=1", "x=2"])).Message);

    [Theory]
    [InlineData("p.yaml", "# settings\nsteps: 100\nrate: 1e-3\nname: \"12\"\nid: 007\nsizes: [1, 2]\nnothing:\nnested:\n  - {a: yes}\n")]
    [InlineData("p.json", "{\"steps\": 100, \"rate\": 0.001, \"name\": \"12\", \"id\": \"007\", \"sizes\": [1, 2], \"nothing\": null, \"nested\": [{\"a\": \"yes\"}]}")]
    public void A_file_is_yaml_or_json_and_arguments_win(string name, string text)
    {
        var read = ParameterArguments.Read(_sandbox.Write(name, text), ["rate=2", "more=true"]);
        Assert.Equal(["steps", "rate", "name", "id", "sizes", "nothing", "nested", "more"], read.Select(parameter => parameter.Name));
        Assert.Equal([100, 2, "12"], read.Take(3).Select(parameter => parameter.Value));
        Assert.Equal("007", read[3].Text ?? read[3].Value);
        Assert.Equal(new List<object?> { 1, 2 }, read[4].Value);
        Assert.Null(read[5].Value);
        Assert.Equal(new List<object?> { new Dictionary<string, object?> { ["a"] = "yes" } }, read[6].Value);
    }

    [Theory]
    [InlineData("- 1\n", "expected names with values")]
    [InlineData("a: [1\n", "neither JSON nor YAML (line")]
    [InlineData("a b: 1\n", "'a b' is no name")]
    [InlineData("a: &x [*x]\n", "--parameters-file")]
    public void A_file_that_is_none_is_refused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<UsageException>(() => ParameterArguments.Read(_sandbox.Write("p.yaml", text), [])).Message);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.yaml", Assert.Throws<UsageException>(() => ParameterArguments.Read("nowhere.yaml", [])).Message);
}
