using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Papers;

namespace Workbench.Cli.Claims;

/// <summary>The ledger's rows as JSON, for other programs.</summary>
internal static class ClaimsJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An array with an object per row.</summary>
    public static string Write(Ledger ledger) => new JsonArray([.. ledger.Rows.Select(Row)]).ToJsonString(Indented);

    private static JsonObject Row(LedgerRow row)
    {
        var json = new JsonObject
        {
            ["claim"] = row.Claim.Id,
            ["title"] = row.Claim.Title,
            ["paper"] = row.Card.Slug,
            ["family"] = row.Card.Family,
            ["reported"] = row.Claim.Paper,
            ["verdict"] = row.Result?.Verdict ?? row.Verdict,
            ["stale"] = row.Stale,
        };
        if (row.StaleBecause is { } change)
            json["stale_because"] = change;
        if (row.Claim.Planned is { } planned)
            json["planned"] = planned;
        if (row.Result is { } result)
        {
            json["partial"] = result.Partial;
            json["ours"] = result.Ours;
            json["reason"] = result.Reason;
            json["criterion"] = result.Criterion;
            json["protocol"] = result.Protocol;
            json["device"] = result.Device;
            json["seeds"] = new JsonArray([.. result.Seeds.Select(seed => (JsonNode)seed)]);
            json["notebook"] = result.Notebook;
            json["experiment"] = result.Experiment;
            json["libtorch"] = result.Libtorch;
            json["commit"] = result.Commit;
            json["date"] = result.Date;
            json["seconds"] = result.Seconds;
            json["command"] = result.Command;
        }

        return json;
    }
}
