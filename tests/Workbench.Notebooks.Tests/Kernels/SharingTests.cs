using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Kernels;

[Collection(EngineCollection.Name)]
public sealed class SharingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_value_is_the_text_of_the_cell()
    {
        var notebook = new Notebook();
        await notebook.Run("#!value --name table\n\na,b\n1,2\n");
        Assert.Equal("a,b\n1,2", await notebook.Value("#!share --from value table\ntable"));
    }

    [Fact]
    public async Task A_value_comes_from_a_file_or_the_line_itself()
    {
        File.WriteAllText(_folder.File("data.txt"), "from the file");
        var notebook = new Notebook(_folder.Path);
        await notebook.Run("#!value --name a --from-file data.txt\n#!value --name b --from-value \"two words\"\n#!csharp\nvar c = \"of C#\";");
        await notebook.Run("#!value --name d --from-value @csharp:c");
        Assert.Equal("from the file|two words|of C#", await notebook.Value("#!share --from value a\n#!share --from value b\n#!share --from value d --as e\na + \"|\" + b + \"|\" + e"));
    }

    [Fact]
    public async Task A_value_with_a_mime_type_is_shown_and_json_is_a_document()
    {
        var notebook = new Notebook();
        var shown = await notebook.Run("#!value --name j --mime-type application/json\n{ \"n\": [1, 2] }");
        Assert.Equal(2, (int)shown.Display["application/json"]!["n"]![1]!);
        Assert.Equal("2", await notebook.Value("#!share --from value j\nj.RootElement.GetProperty(\"n\")[1].GetInt32()"));
    }

    [Theory]
    [InlineData("#!value --name a --from-file x --from-url http://y", "The --from-file and --from-url options cannot be used together.")]
    [InlineData("#!value --name a --from-url http://y --from-value v", "The --from-url and --from-value options cannot be used together.")]
    [InlineData("#!value --name a --from-value v\ntext", "The --from-value option cannot be used in combination with a content submission.")]
    [InlineData("#!value --name a --from-file nowhere.txt", "the file cannot be read:")]
    [InlineData("#!value --name a --from-url ftp://x", "'ftp://x' is not an address of a page")]
    [InlineData("#!value --name a --mime-type application/json\n{ x", "the text is not JSON")]
    [InlineData("#!share --from csharp x", "Value 'x' not found in kernel csharp")]
    [InlineData("#!share --from value count", "Value 'count' not found in kernel value; did you mean coutn?")]
    [InlineData("#!share --from nowhere x", "there is no kernel 'nowhere'")]
    [InlineData("#!set --name a --value @csharp:x", "Value 'x' not found in kernel csharp")]
    [InlineData("#!set --name 1a --value x", "'1a' is not a name for a variable in C#")]
    [InlineData("#!html\n#!set --name a --value x", "Values cannot be set in html.")]
    [InlineData("#!set --name a --value x --byref --mime-type text/plain", "The --byref and --mime-type options cannot be used together.")]
    public async Task What_cannot_be_shared_is_told(string cell, string message)
    {
        var notebook = new Notebook(_folder.Path);
        await notebook.Run("#!value --name coutn\n1");
        var error = await notebook.Fail(cell);
        Assert.Contains(message, error.Message);
        Assert.StartsWith("Cell [2], line ", error.Message);
    }

    [Theory]
    [InlineData("true", "Boolean")]
    [InlineData("5", "Double")]
    [InlineData("2.5f", "Double")]
    [InlineData("\"text\"", "String")]
    [InlineData("new[] { 1, 2 }", "JsonDocument")]
    [InlineData("new { A = 1 }", "JsonDocument")]
    public async Task Set_copies_by_way_of_json(string value, string type)
    {
        var notebook = new Notebook();
        await notebook.Run($"var x = {value};");
        Assert.Equal(type, await notebook.Value("#!set --name y --value @csharp:x\ny.GetType().Name"));
    }

    [Fact]
    public async Task Set_by_reference_keeps_the_object()
    {
        var notebook = new Notebook();
        await notebook.Run("class Item { public int N; }\nvar x = new List<Item> { new() };\nvar one = x[0];");
        Assert.Equal("True", await notebook.Value("#!set --name y --value @csharp:x --byref\nobject.ReferenceEquals(x, y)"));
        Assert.Equal("0", await notebook.Value("#!set --name z --value @one --byref\nz.N"));
    }

    [Fact]
    public async Task Set_takes_texts_and_answers()
    {
        var notebook = new Notebook();
        foreach (var answer in new[] { "Ada", "secret", "again" })
            notebook.Answers.Enqueue(answer);
        await notebook.Run("#!set --name plain --value \"no question\"\n#!set --name name --value @input:\"Your name?\"\n#!set --name key --value @password:\"Key\"\n"
            + "#!set --name more --value @input:{\"prompt\":\"More\",\"type\":\"password\",\"saveAs\":\"kept\"}");
        Assert.Equal(["Your name?", "*Key", "*More"], notebook.Questions);
        Assert.Equal("no question|Ada|secret|again", await notebook.Value("string.Join('|', plain, name, key.GetClearTextPassword(), more.GetClearTextPassword())"));
        Assert.Equal("True", await notebook.Value("#!share --from value kept\nobject.ReferenceEquals(kept, more)"));
        Assert.Contains("nobody is here", (await notebook.Fail("#!set --name a --value @input:x")).Message);
    }

    [Fact]
    public async Task A_variable_becomes_one_of_the_page()
    {
        var notebook = new Notebook();
        await notebook.Run("var x = new { Name = \"</script><b>\", N = 2 };");
        var shown = await notebook.Run("#!javascript\n#!share --from csharp x --as y\nconsole.log(y.N);");
        Assert.Equal("<script type=\"text/javascript\">var y = {\"Name\":\"\\u003c/script>\\u003cb>\",\"N\":2};</script>", ((string?)shown.Displays[0]["text/html"])!.Replace("\\u003C", "\\u003c").Replace("\\u003E", ">").Replace("\\u003e", ">"));
        Assert.Equal("<script type=\"text/javascript\">console.log(y.N);</script>", (string?)shown.Displays[1]["text/html"]);
    }

    [Fact]
    public async Task A_type_that_csharp_cannot_name_is_shared_as_dynamic()
    {
        var notebook = new Notebook();
        await notebook.Run("var x = new { A = 41 };\nvar gone = new Exception(\"e\");");
        Assert.Equal("42", await notebook.Value("#!share --from csharp x --as y\ny.A + 1"));
        Assert.Equal("e", await notebook.Value("#!set --name gone2 --value @gone --byref\ngone2.Message"));
    }

    [Fact]
    public async Task A_shared_value_replaces_an_older_one()
    {
        var notebook = new Notebook();
        await notebook.Run("int seen = 0;\nint Seen() => seen;\nvar other = 7;");
        // Of the same type it is the same variable, so that functions see it too.
        Assert.Equal("7", await notebook.Value("#!share --from csharp other --as seen\nSeen()"));
        Assert.Equal("x", await notebook.Value("#!set --name seen --value x\nseen"));
        Assert.Equal("7", await notebook.Value("Seen()"));
    }

    [Fact]
    public async Task Values_with_a_mime_type_are_formatted()
    {
        var notebook = new Notebook();
        await notebook.Run("var x = new { A = 1 };\nvar s = \"text\";");
        Assert.Equal("{\"A\":1}", await notebook.Value("#!share --from csharp x --as j --mime-type application/json\nj.RootElement.GetRawText()"));
        Assert.Equal("text", await notebook.Value("#!set --name t --value @s --mime-type text/plain\nt"));
    }
}
