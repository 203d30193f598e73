using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class RecordCsvTests
{
    private static readonly RecordSchema Schema = new([
        new("duration", RecordColumnKind.Numeric), new("service", RecordColumnKind.Categorical),
        new("flag", RecordColumnKind.Categorical, ["SF", "REJ"]), new("label", RecordColumnKind.Label, ["normal", "attack"])]);

    [Fact]
    public void Columns_are_found_by_name_and_quotes_and_spaces_understood()
    {
        var table = Read("label,ignored,service,duration,flag\nattack,x,\"http, old\",1.5e2,SF\nnormal,,dns , -3,REJ\n");
        Assert.Equal(2, table.Count);
        Assert.Equal([150.0, -3.0], table.Numbers["duration"]);
        Assert.Equal(["http, old", "dns"], table.Words["service"]);
        Assert.Equal([1, 0], table.Labels);
    }

    [Fact]
    public void A_damaged_file_is_refused_with_every_row_and_column_that_is_wrong()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("records-").FullName, "damaged.csv");
        try
        {
            File.WriteAllText(file, "duration,service,flag,label\n1,http,SF,normal\n1.2.3,http,SF,normal\n2,,SF,attack\n\n3,dns,XX,attack\n4,dns\nNaN,dns,SF,maybe\n");
            var error = Assert.Throws<RecordFormatException>(() => RecordCsv.Read(file, Schema));
            Assert.Equal(
                ["line 3, column 'duration'", "line 4, column 'service'", "line 6, column 'flag'", "line 7", "line 8, column 'duration'", "line 8, column 'label'"],
                error.Errors.Select(e => e.ToString()[..e.ToString().LastIndexOf(": ", StringComparison.Ordinal)]));
            Assert.Contains("damaged.csv", error.Message);
            Assert.Contains("'1.2.3' is no finite number", error.Message);
            Assert.Contains("'XX' is none of 'SF', 'REJ'", error.Message);
            Assert.Contains("2 fields; the header has 4", error.Message);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public void A_missing_column_is_named_with_those_that_are_there()
    {
        var error = Assert.Throws<RecordFormatException>(() => Read("duration,flag,label\n1,SF,normal\n"));
        Assert.Contains("line 1, column 'service'", error.Message);
        Assert.Contains("'duration', 'flag', 'label'", error.Message);
    }

    [Fact]
    public void A_file_of_errors_stops_after_the_first_ones()
    {
        var error = Assert.Throws<RecordFormatException>(() =>
            Read("duration,service,flag,label\n" + string.Concat(Enumerable.Repeat("x,http,SF,normal\n", 100))));
        Assert.Equal(RecordCsv.MostErrors, error.Errors.Count);
        Assert.Contains("more", error.Message);
    }

    [Fact]
    public void Schemas_that_are_none_are_refused()
    {
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new RecordSchema([
            new("a", RecordColumnKind.Numeric), new("a", RecordColumnKind.Numeric), new("y", RecordColumnKind.Label, ["0", "1"])])).Message);
        Assert.Throws<ArgumentException>(() => new RecordSchema([new("a", RecordColumnKind.Numeric)]));
        Assert.Contains("two levels", Assert.Throws<ArgumentException>(() => new RecordSchema([
            new("a", RecordColumnKind.Numeric), new("y", RecordColumnKind.Label)])).Message);
    }

    [Fact]
    public void Deciles_are_those_of_the_records_they_were_fitted_to()
    {
        var schema = new RecordSchema([
            new("v", RecordColumnKind.Numeric), new("w", RecordColumnKind.Categorical), new("y", RecordColumnKind.Label, ["0", "1"])]);
        RecordTable Table(double[] v, string[] w) => new(
            schema, new Dictionary<string, double[]> { ["v"] = v }, new Dictionary<string, string[]> { ["w"] = w }, new int[v.Length]);

        var hundred = Enumerable.Range(0, 100).ToArray();
        var encoding = new DecileEncoding(Table([.. hundred.Select(i => Math.Exp(i))], [.. hundred.Select(i => i < 50 ? "a" : "b")]));
        var encoded = encoding.Encode(Table([-1, Math.Exp(9), Math.Exp(10), Math.Exp(55), 1e300], ["a", "b", "a", "b", "unknown"]));
        Assert.Equal([0L, 0, 1, 5, 9], encoded.Features.select(1, 0).data<long>().ToArray());
        var words = encoded.Features.select(1, 1).data<long>().ToArray();
        Assert.True(words[0] < words[1] && words[1] <= words[4] && words[0] == words[2]);
        Assert.Equal([5L, 2, 10], encoded.OneHot().shape);
        Assert.Equal(10f, encoded.OneHot().sum().item<float>());
        Assert.Throws<ArgumentException>(() => encoding.Encode(Read("duration,service,flag,label\n1,a,SF,normal\n")));
    }

    private static RecordTable Read(string text) => RecordCsv.Read(new StringReader(text), Schema);
}
