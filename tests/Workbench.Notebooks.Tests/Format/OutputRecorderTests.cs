using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Tests.Format;

public class OutputRecorderTests
{
    private readonly NotebookDocument _document = NotebookDocument.Create();
    private readonly OutputRecorder _recorder = new();
    private readonly NotebookCell _cell;

    public OutputRecorderTests() => _cell = _document.Add(CellKind.Code, "");

    private string[] Outputs()
    {
        _recorder.Commit();
        return [.. _cell.Outputs.Select(output => output.Type == "stream" ? $"{output.StreamName}:{output.Text}" : $"{output.Type}:{output.TextOf("text/plain")}")];
    }

    private static JsonObject Data(string text) => new() { ["text/plain"] = text };

    [Fact]
    public void Pieces_of_one_stream_grow_together_until_something_else_comes()
    {
        _recorder.Stream(_cell, "stdout", "a");
        _recorder.Stream(_cell, "stdout", "b\n");
        _recorder.Stream(_cell, "stderr", "e");
        _recorder.Stream(_cell, "stdout", "c");
        _recorder.Display(_cell, Data("shown"), "1");
        _recorder.Stream(_cell, "stdout", "d");
        Assert.Equal(["stdout:ab\n", "stderr:e", "stdout:c", "display_data:shown", "stdout:d"], Outputs());
    }

    [Theory]
    [InlineData("\r 1 %\r 2 %\r100 %\n", "100 %\n")]
    [InlineData("abcdef\rxy", "xycdef")]
    [InlineData("windows\r\nlines\r\n", "windows\nlines\n")]
    [InlineData("\u001b[32m10 %\u001b[0m\r20 %", "20 %")]
    [InlineData("typo\b\b\bree", "tree")]
    [InlineData("done\n\rnext", "done\nnext")]
    public void Carriage_returns_leave_the_last_state_of_a_line(string text, string stored)
    {
        foreach (var c in text)
            _recorder.Stream(_cell, "stdout", c.ToString());
        Assert.Equal([$"stdout:{stored}"], Outputs());
    }

    [Fact]
    public void The_stored_text_does_not_depend_on_the_pieces()
    {
        var pieces = Gen.Elements("a", "bc", "\r", "\n", "\r\n", "é🚀", "").ArrayOf();
        Property.Holds(pieces, texts =>
        {
            var whole = new TerminalText();
            whole.Append(string.Concat(texts));
            var parts = new TerminalText();
            foreach (var text in texts)
                parts.Append(text);
            return whole.ToString() == parts.ToString() && !parts.ToString().Contains('\r');
        });
    }

    [Fact]
    public void An_update_rewrites_every_display_of_its_id()
    {
        var other = _document.Add(CellKind.Code, "");
        _recorder.Display(_cell, Data("old"), "x");
        _recorder.Display(other, Data("old"), "x");
        _recorder.Display(other, Data("kept"), "y");
        _recorder.UpdateDisplay(Data("new"), "x");
        _recorder.UpdateDisplay(Data("nowhere"), "z");
        Assert.Equal(["new", "new", "kept"], _document.Cells.SelectMany(cell => cell.Outputs).Select(output => output.TextOf("text/plain")));
        Assert.DoesNotContain("transient", _document.ToText());
    }

    [Fact]
    public void Clearing_happens_at_once_or_with_the_next_output()
    {
        _recorder.Stream(_cell, "stdout", "first");
        _recorder.Clear(_cell, wait: true);
        Assert.Equal(["stdout:first"], Outputs());
        _recorder.Stream(_cell, "stdout", "second");
        Assert.Equal(["stdout:second"], Outputs());
        _recorder.Clear(_cell, wait: false);
        Assert.Empty(Outputs());
    }

    [Fact]
    public void Text_beyond_the_limit_is_dropped_with_a_notice()
    {
        var line = new string('x', 999_999) + "\n";
        for (var i = 0; i < 12; i++)
            _recorder.Stream(_cell, "stdout", line);
        var text = Assert.Single(Outputs());
        Assert.EndsWith("[more output of this cell is not kept]\n", text);
        Assert.InRange(text.Length, OutputRecorder.MostText, OutputRecorder.MostText + 100);
    }

    [Fact]
    public void What_is_cleared_takes_no_room()
    {
        var line = new string('x', 6_000_000) + "\n";
        for (var i = 0; i < 3; i++)
        {
            _recorder.Clear(_cell, wait: true);
            _recorder.Stream(_cell, "stdout", line);
        }
        Assert.Equal([$"stdout:{line}"], Outputs());
    }

    [Fact]
    public void Texts_are_stored_as_lines_json_as_json_and_images_as_one_string()
    {
        _recorder.Display(_cell, new JsonObject { ["text/html"] = "<p>\n</p>", ["application/vnd.x+json"] = new JsonObject { ["a"] = 1 }, ["image/png"] = "AA\n", ["text/plain"] = "t" }, "1");
        Assert.Equal("{\"text/html\":[\"\\u003Cp\\u003E\\n\",\"\\u003C/p\\u003E\"],\"application/vnd.x\\u002Bjson\":{\"a\":1},\"image/png\":\"AA\\n\",\"text/plain\":[\"t\"]}", _cell.Outputs[0].Data!.ToJsonString());
    }
}
