using System.Xml;
using Workbench.Cli.Testing;

namespace Workbench.Cli.Tests;

public sealed class TallyTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void The_closing_line_names_skipped_tests_only_when_there_are_any()
    {
        Assert.Equal("1 passed, 0 failed", Tally.Pass.ToString());
        Assert.Equal("1 passed, 1 failed, 2 skipped", (Tally.Pass + Tally.Fail("a", "b") + new Tally(0, 2, [])).ToString());
    }

    [Fact]
    public void A_result_file_is_read_with_messages_and_stacks()
    {
        var path = _sandbox.Write("a.trx", """
            <?xml version="1.0" encoding="utf-8"?>
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult testName="T.Good" outcome="Passed" />
              <UnitTestResult testName="T.Later" outcome="NotExecuted" />
              <UnitTestResult testName="T.Bad" outcome="Failed"><Output>
                <StdOut>printed</StdOut><ErrorInfo><Message>wrong</Message><StackTrace>at T.Bad()</StackTrace></ErrorInfo>
              </Output></UnitTestResult>
              <UnitTestResult testName="T.Slow" outcome="Timeout" />
            </Results></TestRun>
            """);
        var tally = TrxFile.Read(path);
        Assert.Equal((1, 1), (tally.Passed, tally.Skipped));
        Assert.Equal(["T.Bad", "T.Slow"], tally.Failures.Select(failure => failure.Name));
        Assert.Equal("wrong\nat T.Bad()\nprinted", tally.Failures[0].Details);
    }

    [Fact]
    public void Half_a_result_file_is_no_result() =>
        Assert.ThrowsAny<XmlException>(() => TrxFile.Read(_sandbox.Write("a.trx", "<TestRun><Results>")));

    [Fact]
    public async Task A_project_that_is_not_built_is_a_failure()
    {
        _sandbox.Write("tests/A.Tests/A.Tests.csproj", "");
        var checkout = new Checkout(_sandbox.Root);
        var tally = await Assert.Single(TestProject.All(checkout)).RunAsync(checkout, null, 1, null, CancellationToken.None);
        Assert.Equal("A.Tests", Assert.Single(tally.Failures).Name);
    }

    [Fact]
    public async Task A_project_without_tests_is_a_failure_and_one_that_a_filter_empties_is_none()
    {
        var checkout = new Checkout(_sandbox.Root);
        var empty = new TestProject("Empty", typeof(CommandLine).Assembly.Location);
        Assert.NotEmpty((await empty.RunAsync(checkout, null, 1, null, CancellationToken.None)).Failures);
        var own = new TestProject("Own", typeof(TallyTests).Assembly.Location);
        Assert.Equal(0, (await own.RunAsync(checkout, "NoTestIsCalledThis", 1, null, CancellationToken.None)).Total);
    }
}
