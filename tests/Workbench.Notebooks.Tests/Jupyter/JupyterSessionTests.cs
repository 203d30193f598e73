using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>What a client sends and gets, on the wire of one kernel process that lives through all these tests.</summary>
public class JupyterSessionTests(KernelUnderTest kernel) : IClassFixture<KernelUnderTest>
{
    private const string AskName = """
        #!set --name who --value @input:"name?"
        who + "!"
        """;

    private static string Plain(JupyterClient.Message message) => (string)message.Content["data"]!["text/plain"]!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_one_of_many_kernel_info_requests_is_answered(bool onControl)
    {
        using var client = kernel.Connect();
        var ids = Enumerable.Range(0, 200).Select(_ => client.Send("kernel_info_request", [], onControl: onControl)).ToList();
        var replies = ids.Select(_ => client.Reply(onControl)).ToList();
        Assert.Equal(ids, replies.Select(reply => reply.Parent));
        var content = replies[0].Content;
        Assert.Equal("5.3", (string)content["protocol_version"]!);
        Assert.Equal(("C#", ".cs", "text/x-csharp", "csharp"), ((string)content["language_info"]!["name"]!, (string)content["language_info"]!["file_extension"]!,
            (string)content["language_info"]!["mimetype"]!, (string)content["language_info"]!["pygments_lexer"]!));
        client.OutputsOf(ids[^1]);
    }

    [Fact]
    public void A_cell_is_busy_shows_its_input_its_value_and_is_idle_and_the_answer_repeats_the_header()
    {
        using var client = kernel.Connect();
        var (reply, outputs) = client.Run("var answer = 42; answer");
        Assert.Equal(["execute_input", "execute_result"], outputs.Select(message => message.Type));
        Assert.Equal("var answer = 42; answer", outputs[0].Text("code"));
        Assert.Equal("42", Plain(outputs[1]));
        var count = (int)reply.Content["execution_count"]!;
        Assert.Equal([count, count], outputs.Select(message => (int)message.Content["execution_count"]!));
        Assert.Equal("ok", reply.Text("status"));
        Assert.Equal("[1,2]", reply.ParentHeader["unknown"]!.ToJsonString());
        Assert.Equal(count + 1, (int)client.Run("").Reply.Content["execution_count"]!);
        Assert.Equal("43", Plain(client.Run("answer + 1").Outputs[1]));
    }

    [Fact]
    public void A_silent_cell_runs_without_a_word_and_without_a_number()
    {
        using var client = kernel.Connect();
        var before = (int)client.Run("").Reply.Content["execution_count"]!;
        var id = client.Execute("var quiet = 5; Console.WriteLine(quiet); display(quiet); quiet", silent: true);
        Assert.Equal(before, (int)client.Reply().Content["execution_count"]!);
        Assert.Empty(client.OutputsOf(id));
        id = client.Execute("quiet", storeHistory: false);
        Assert.Equal(before, (int)client.Reply().Content["execution_count"]!);
        Assert.Equal("5", Plain(client.OutputsOf(id)[^1]));
        id = client.Execute("throw new Exception();", silent: true);
        Assert.Equal("error", client.Reply().Text("status"));
        Assert.Empty(client.OutputsOf(id));
    }

    [Fact]
    public void An_error_is_one_output_and_part_of_the_answer_with_its_place_beside()
    {
        using var client = kernel.Connect();
        var (reply, outputs) = client.Run("throw new InvalidOperationException(\"no\");");
        Assert.Equal(["execute_input", "error"], outputs.Select(message => message.Type));
        Assert.Equal(["ename", "evalue", "traceback"], outputs[1].Content.AsObject().Select(pair => pair.Key));
        Assert.Equal(("InvalidOperationException", "no"), (outputs[1].Text("ename"), outputs[1].Text("evalue")));
        Assert.Equal(("error", "InvalidOperationException", "no"), (reply.Text("status"), reply.Text("ename"), reply.Text("evalue")));
        (reply, outputs) = client.Run("int a = 1;\nint b = \"x\";");
        Assert.Equal("CompilationError", reply.Text("ename"));
        foreach (var data in new[] { reply.Content["data"]!, outputs[1].Metadata })
        {
            var place = data["application/vnd.workbench.diagnostics+json"]![0]!;
            Assert.Equal("""{"start":{"line":1,"character":8},"end":{"line":1,"character":11}}""", place["range"]!.ToJsonString());
            Assert.Equal(("error", "CS0029"), ((string)place["severity"]!, (string)place["code"]!));
        }
    }

    [Fact]
    public void After_an_error_the_cells_that_wait_are_not_run_unless_the_request_says_so()
    {
        using var client = kernel.Connect();
        client.Run("var aborted = 0;");
        var failing = client.Execute("Console.ReadLine(); throw new Exception();", allowStdin: true);
        var question = client.Question();
        var waiting = Enumerable.Range(0, 20).Select(_ => client.Execute("aborted++;")).ToList();
        client.AnswerQuestion("", question);
        Assert.Equal(failing, client.Reply().Parent);
        foreach (var id in waiting)
        {
            var reply = client.Reply();
            Assert.Equal((id, "error", "ExecutionAborted"), (reply.Parent, reply.Text("status"), reply.Text("ename")));
            Assert.Empty(client.OutputsOf(id));
        }
        client.Execute("Thread.Sleep(100); throw new Exception();", stopOnError: false);
        client.Execute("aborted += 10;");
        client.Reply();
        Assert.Equal("ok", client.Reply().Text("status"));
        Assert.Equal("10", Plain(client.Run("aborted").Outputs[1]));
    }

    [Fact]
    public void A_cell_sent_after_the_answer_of_one_that_failed_runs()
    {
        using var client = kernel.Connect();
        for (var i = 0; i < 60; i++)
        {
            client.Run("throw new Exception();");
            Assert.Equal("ok", client.Run("1").Reply.Text("status"));
        }
    }

    [Fact]
    public void Expressions_are_evaluated_after_the_cell()
    {
        using var client = kernel.Connect();
        client.Execute("var e = 20;", expressions: new JsonObject { ["good"] = "e * 2", ["bad"] = "e +", ["worse"] = "int.Parse(\"x\")" });
        var values = client.Reply().Content["user_expressions"]!;
        Assert.Equal(("ok", "40"), ((string)values["good"]!["status"]!, (string)values["good"]!["data"]!["text/plain"]!));
        Assert.Equal(("error", "CompilationError"), ((string)values["bad"]!["status"]!, (string)values["bad"]!["ename"]!));
        Assert.Equal("FormatException", (string)values["worse"]!["ename"]!);
    }

    [Fact]
    public void Twenty_thousand_lines_come_complete_and_in_order()
    {
        using var client = kernel.Connect();
        var (_, outputs) = client.Run("for (var i = 0; i < 20_000; i++) Console.WriteLine(i);");
        Assert.Equal(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i}\n")), JupyterClient.TextOf(outputs, "stdout"));
        Assert.InRange(outputs.Count, 2, 200);
    }

    [SkippableFact]
    public void What_native_code_and_child_processes_print_belongs_to_the_cell()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var client = kernel.Connect();
        var (_, outputs) = client.Run("""
            using System.Runtime.InteropServices;
            static class C { [DllImport("libc")] public static extern int puts(string s); }
            C.puts("from libc");
            System.Diagnostics.Process.Start("sh", ["-c", "echo from a child; echo its error >&2"]).WaitForExit();
            """);
        Assert.Equal("from libc\nfrom a child\n", JupyterClient.TextOf(outputs, "stdout"));
        Assert.Equal("its error\n", JupyterClient.TextOf(outputs, "stderr"));
    }

    [Fact]
    public void Displays_carry_their_id_and_are_updated_from_later_cells()
    {
        using var client = kernel.Connect();
        var shown = client.Run("var shown = display(1); clear_output(true);").Outputs;
        var id = (string)shown[1].Content["transient"]!["display_id"]!;
        Assert.Equal("""{"wait":true}""", shown[2].Content.ToJsonString());
        var update = client.Run("shown.Update(2);").Outputs[1];
        Assert.Equal(("update_display_data", "2", id), (update.Type, Plain(update), (string)update.Content["transient"]!["display_id"]!));
    }

    [Fact]
    public void Output_that_comes_after_the_cell_belongs_to_it()
    {
        using var client = kernel.Connect();
        var id = client.Execute("_ = Task.Run(async () => { await Task.Delay(300); Console.WriteLine(\"late\"); });");
        client.Reply();
        client.Run("1");
        Assert.Equal(id, client.WaitForPublished(message => message.Type == "stream" && message.Text("text").Contains("late")).Parent);
    }

    [Theory]
    [InlineData("""{"polyglot_notebook":{"kernelName":"html"}}""")]
    [InlineData("""{"dotnet_interactive":{"language":"html"}}""")]
    [InlineData("""{"dotnet_interactive":{"language":"csharp"},"polyglot_notebook":{"kernelName":"html"}}""")]
    public void The_language_of_a_cell_is_in_its_metadata(string metadata)
    {
        using var client = kernel.Connect();
        var (_, outputs) = client.Run("<b>bold</b>", JsonNode.Parse(metadata)!.AsObject());
        Assert.Equal("<b>bold</b>", (string)outputs[1].Content["data"]!["text/html"]!);
    }

    [Fact]
    public void Positions_count_code_points()
    {
        using var client = kernel.Connect();
        client.Run("var lengthy = 1;");
        const string Code = "\"\ud83d\ude00\ud83d\ude00\" + length";
        var reply = client.Ask("complete_request", new JsonObject { ["code"] = Code, ["cursor_pos"] = 13 });
        Assert.Equal((7, 13), ((int)reply.Content["cursor_start"]!, (int)reply.Content["cursor_end"]!));
        Assert.Contains("lengthy", reply.Content["matches"]!.AsArray().Select(match => (string)match!));
        var described = reply.Content["metadata"]!["_jupyter_types_experimental"]!.AsArray().Single(item => (string)item!["text"]! == "lengthy")!;
        Assert.Equal(("variable", 7, 13), ((string)described["type"]!, (int)described["start"]!, (int)described["end"]!));
        // UTF-16 positions, which are beyond the end, mean the end.
        reply = client.Ask("complete_request", new JsonObject { ["code"] = Code, ["cursor_pos"] = 15 });
        Assert.Contains("lengthy", reply.Content["matches"]!.AsArray().Select(match => (string)match!));
        Assert.Equal("ok", client.Ask("inspect_request", new JsonObject { ["code"] = Code, ["cursor_pos"] = 10, ["detail_level"] = 0 }).Text("status"));
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("class A {", "incomplete")]
    [InlineData("var = ;;)", "invalid")]
    public void Consoles_hear_whether_a_text_is_complete(string code, string status)
    {
        using var client = kernel.Connect();
        var content = client.Ask("is_complete_request", new JsonObject { ["code"] = code }).Content;
        Assert.Equal(status, (string)content["status"]!);
        Assert.Equal(status == "incomplete", content["indent"] is not null);
    }

    [Fact]
    public void History_is_told_by_tail_range_and_search()
    {
        using var client = kernel.Connect();
        var first = (int)client.Run("\"h1\"").Reply.Content["execution_count"]!;
        client.Run("\"h2\"");
        client.Run("\"h1\"");
        Assert.Equal($"[[1,{first + 1},\"\\u0022h2\\u0022\"],[1,{first + 2},\"\\u0022h1\\u0022\"]]", Ask(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 2 }));
        Assert.Equal($"[[1,{first},[\"\\u0022h1\\u0022\",\"h1\"]]]", Ask(new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = first, ["stop"] = first + 1, ["output"] = true }));
        Assert.Equal($"[[1,{first + 1},\"\\u0022h2\\u0022\"],[1,{first + 2},\"\\u0022h1\\u0022\"]]", Ask(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "\"h[12]?", ["unique"] = true }));
        Assert.Equal($"[[1,{first + 2},\"\\u0022h1\\u0022\"]]", Ask(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "*h1*", ["n"] = 1 }));
        Assert.Equal("error", client.Ask("history_request", new JsonObject { ["hist_access_type"] = "other" }).Text("status"));

        string Ask(JsonObject content) => client.Ask("history_request", content).Content["history"]!.ToJsonString();
    }

    [Fact]
    public void Comms_are_opened_from_both_sides_and_answered_by_code_of_cells()
    {
        using var client = kernel.Connect();
        var stranger = client.Send("comm_open", new JsonObject { ["comm_id"] = "x", ["target_name"] = "nobody", ["data"] = new JsonObject() });
        Assert.Equal(("comm_close", "x"), (client.OutputsOf(stranger)[0].Type, client.OutputsOf(stranger)[0].Text("comm_id")));

        client.Run("""
            using Workbench.Notebooks.Jupyter;
            var heard = "";
            Comm.RegisterTarget("echo", (comm, data) =>
            {
                comm.Received = message => { heard += message; comm.Send(new { back = message }); };
                comm.Closed = _ => heard += " closed";
            });
            """);
        client.Send("comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "echo", ["data"] = new JsonObject() });
        var message = client.Send("comm_msg", new JsonObject { ["comm_id"] = "c1", ["data"] = new JsonObject { ["a"] = 1 } });
        Assert.Equal("""{"comm_id":"c1","data":{"back":{"a":1}}}""", client.OutputsOf(message)[0].Content.ToJsonString());
        Assert.Equal("""{"c1":{"target_name":"echo"}}""", client.Ask("comm_info_request", new JsonObject { ["target_name"] = "echo" }).Content["comms"]!.ToJsonString());
        client.OutputsOf(client.Send("comm_close", new JsonObject { ["comm_id"] = "c1", ["data"] = new JsonObject() }));
        Assert.Equal("""{"a":1} closed""", Plain(client.Run("heard").Outputs[1]));
        Assert.Equal("{}", client.Ask("comm_info_request", []).Content["comms"]!.ToJsonString());

        var opened = client.Run("var mine = Comm.Open(\"widget\", new { x = 1 }); mine.Close();").Outputs;
        Assert.Equal(["execute_input", "comm_open", "comm_close"], opened.Select(output => output.Type));
        Assert.Equal("""{"x":1}""", opened[1].Content["data"]!.ToJsonString());
    }

    [Fact]
    public void A_question_goes_to_the_client_that_sent_the_cell_and_stale_answers_to_nobody()
    {
        using var client = kernel.Connect();
        using var other = kernel.Connect();
        client.AnswerQuestion("too early");
        // What comes on one channel may be read before what came earlier on another.
        client.Ask("kernel_info_request", []);
        var id = client.Execute(AskName, allowStdin: true);
        var question = client.Question();
        Assert.Equal((id, "name?", false), (question.Parent, question.Text("prompt"), (bool)question.Content["password"]!));
        other.AnswerQuestion("not mine");
        client.AnswerQuestion("to another question", question with { Header = new JsonObject { ["msg_id"] = "other" } });
        client.AnswerQuestion("Ada", question);
        Assert.Equal("ok", client.Reply().Text("status"));
        Assert.Equal("Ada!", Plain(client.OutputsOf(id)[^1]));
    }

    [Fact]
    public void Where_questions_are_not_allowed_asking_is_an_error()
    {
        using var client = kernel.Connect();
        var reply = client.Run(AskName).Reply;
        Assert.Equal("error", reply.Text("status"));
        Assert.Contains("takes no input", reply.Text("evalue"));
    }

    [Fact]
    public void Interrupting_ends_the_wait_for_an_answer_and_a_loop_and_leaves_the_state()
    {
        using var client = kernel.Connect();
        client.Run("var kept = 7;");
        foreach (var code in new[] { "kept++; Console.WriteLine(); while (true) { }", "kept++; Console.ReadLine();", "kept++; Console.WriteLine(); await Task.Delay(-1);" })
        {
            var id = client.Execute(code, allowStdin: true);
            if (code.Contains("ReadLine"))
                client.Question();
            else
                client.WaitForPublished(message => message.Parent == id && message.Type == "stream");
            Assert.Equal("ok", client.Ask("interrupt_request", [], onControl: true).Text("status"));
            Assert.Equal("OperationCanceledException", client.Reply().Text("ename"));
            Assert.Single(client.OutputsOf(id), message => message.Type == "error");
        }
        // With nothing running there is nothing to stop, and the next cell is not stopped either.
        Assert.Equal("ok", client.Ask("interrupt_request", [], onControl: true).Text("status"));
        Assert.Equal("10", Plain(client.Run("kept").Outputs[1]));
    }

    [Fact]
    public void While_a_cell_runs_all_else_is_answered_and_the_front_end_is_reminded_that_it_runs()
    {
        using var client = kernel.Connect();
        using var heart = JupyterClient.Dial(kernel.Ports[4], "REQ", "");
        var cell = client.Execute("System.Threading.Tasks.Parallel.For(0, 64, _ => { while (true) { } });");
        client.WaitForPublished(message => message.Parent == cell && message.Type == "execute_input");
        try
        {
            for (var i = 0; i < 50; i++)
            {
                heart.Send([[], [(byte)i]]);
                Assert.Equal([[], [(byte)i]], heart.Receive());
            }
            Assert.Equal("ok", client.Ask("kernel_info_request", [], onControl: true).Text("status"));
            Assert.Equal("complete", client.Ask("is_complete_request", new JsonObject { ["code"] = "1" }).Text("status"));
            var asked = client.Ask("complete_request", new JsonObject { ["code"] = "Consol", ["cursor_pos"] = 6 });
            Assert.Contains("Console", asked.Content["matches"]!.AsArray().Select(match => (string)match!));
            client.WaitForPublished(message => message.Parent == asked.Parent && JupyterClient.IsStatus(message, "idle"));
            client.WaitForPublished(message => message.Parent == cell && JupyterClient.IsStatus(message, "busy") && IsLastStatus(message));
        }
        finally
        {
            // Also where the test fails: the tests after it need the kernel.
            client.OutputsOf(client.Ask("interrupt_request", [], onControl: true).Parent);
        }
        Assert.Equal(cell, client.Reply().Parent);
        client.OutputsOf(cell);
        Assert.True(JupyterClient.IsStatus(client.Published.Last(message => message.Type == "status"), "idle"));

        bool IsLastStatus(JupyterClient.Message message) => client.Published.Last(other => other.Type == "status") == message;
    }

    [Fact]
    public void Two_clients_share_variables_and_outputs_and_each_gets_its_own_answers()
    {
        using var one = kernel.Connect();
        using var two = kernel.Connect();
        one.Run("var shared = 1;");
        var ids = Enumerable.Range(0, 10).Select(_ => (one.Execute("shared++;"), two.Execute("shared++;"))).ToList();
        foreach (var (first, second) in ids)
        {
            Assert.Equal(first, one.Reply().Parent);
            Assert.Equal(second, two.Reply().Parent);
        }
        Assert.Equal("21", Plain(two.Run("shared").Outputs[1]));
        Assert.Equal(["execute_input"], one.OutputsOf(ids[^1].Item2).Select(message => message.Type));
    }

    [Fact]
    public void A_client_that_vanishes_in_the_middle_of_a_cell_leaves_the_kernel_to_the_others()
    {
        using var other = kernel.Connect();
        var client = kernel.Connect();
        var cell = client.Execute("for (var i = 0; i < 50; i++) { Console.WriteLine(i); Thread.Sleep(5); }");
        var asking = client.Execute("Console.ReadLine()", allowStdin: true);
        client.WaitForPublished(message => message.Parent == cell && message.Type == "stream");
        client.Dispose();
        Assert.Contains("49", JupyterClient.TextOf(other.OutputsOf(cell), "stdout"));
        // Nobody can answer its question any more.
        Assert.Equal("error", other.OutputsOf(asking)[^1].Type);
        Assert.Equal("3", Plain(other.Run("1 + 2").Outputs[1]));
    }

    [Fact]
    public void Messages_that_are_unsigned_wrong_or_unknown_do_no_harm()
    {
        using var client = kernel.Connect();
        client.Run("var harmed = false;");
        var content = new JsonObject { ["code"] = "harmed = true;" };
        client.SendRaw(JupyterClient.Frames(client.Header("execute_request"), content.DeepClone(), key: "a guess"));
        client.SendRaw([.. JupyterClient.Frames(client.Header("execute_request"), content.DeepClone()).Select((frame, i) => i == 1 ? [] : frame)]);
        client.SendRaw([[1, 2, 3]]);
        client.SendRaw([]);
        client.OutputsOf(client.Send("no_such_request", []));
        client.OutputsOf(client.Send("execute_request", [], onControl: true));
        Assert.Equal("error", client.Ask("debug_request", new JsonObject { ["command"] = "initialize" }, onControl: true).Text("status"));
        Assert.Equal("error", client.Ask("execute_request", new JsonObject { ["code"] = 5 }).Text("status"));
        Assert.Equal("error", client.Ask("complete_request", new JsonObject { ["code"] = new JsonArray() }).Text("status"));
        Assert.Equal("False", Plain(client.Run("harmed").Outputs[1]));
        Assert.True(SpinWait.SpinUntil(() => kernel.Error.Contains("wrong signature"), ZmtpClient.Patience), $"nothing of a wrong signature was said: {kernel.Error}");
        Assert.Equal("", kernel.Output);
    }
}
