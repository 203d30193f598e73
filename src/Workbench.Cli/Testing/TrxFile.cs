using System.Xml;
using System.Xml.Linq;

namespace Workbench.Cli.Testing;

/// <summary>Reads the results that the test platform writes (TRX, an XML format).</summary>
internal static class TrxFile
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The tests in a file.</summary>
    /// <exception cref="XmlException">The file is not XML, as after a crash in the middle of writing.</exception>
    public static Tally Read(string path)
    {
        var passed = 0;
        var skipped = 0;
        var failures = new List<Failure>();
        foreach (var result in XDocument.Load(path).Descendants(Trx + "UnitTestResult"))
        {
            switch ((string?)result.Attribute("outcome"))
            {
                case "Passed":
                    passed++;
                    break;
                case "NotExecuted":
                    skipped++;
                    break;
                default:
                    var output = result.Element(Trx + "Output");
                    var error = output?.Element(Trx + "ErrorInfo");
                    var parts = new[] { error?.Element(Trx + "Message"), error?.Element(Trx + "StackTrace"), output?.Element(Trx + "StdOut") };
                    failures.Add(new Failure(
                        (string?)result.Attribute("testName") ?? "(unnamed)",
                        string.Join("\n", parts.Select(part => part?.Value.TrimEnd()).Where(text => !string.IsNullOrEmpty(text)))));
                    break;
            }
        }

        return new Tally(passed, skipped, failures);
    }
}
