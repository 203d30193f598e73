using System.Security.Cryptography;
using System.Text;

namespace Workbench.Papers;

/// <summary>A named weaker criterion: when it holds the reason says so; the verdict stays "not reproduced".</summary>
/// <param name="Name">What it is called, e.g. "direction only".</param>
/// <param name="Criterion">When it holds.</param>
public sealed record PartialOutcome(string Name, Criterion Criterion);

/// <summary>What a claim asks for under one protocol.</summary>
/// <param name="Setting">The bench: data, network, training, in a sentence.</param>
/// <param name="Criterion">What counts as reproduced.</param>
/// <param name="Seeds">The seeds to verify with; they differ from those used while developing.</param>
/// <param name="Partial">A weaker outcome worth naming, if any.</param>
public sealed record ClaimProtocol(string Setting, Criterion Criterion, IReadOnlyList<int> Seeds, PartialOutcome? Partial = null);

/// <summary>
/// One claim of a paper: what is varied, what is measured, what the paper reports and what counts as reproduced.
/// </summary>
/// <param name="Id">Unique over all cards, e.g. "RF-C1".</param>
/// <param name="Title">The claim in a line.</param>
/// <param name="Varied">The factor that is varied.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Paper">What the paper reports.</param>
/// <param name="Direction">The direction and size of the effect in the paper, if the card states it apart.</param>
/// <param name="Protocols">Per protocol what is asked; a protocol that the claim has none for is absent.</param>
/// <param name="Confidence">How sure the card is that the setting can show the claim: high, medium or low.</param>
/// <param name="Note">A remark for the reader.</param>
/// <param name="Planned">Why no notebook measures it yet; null when one does.</param>
public sealed record Claim(
    string Id,
    string Title,
    string Varied,
    string Metric,
    string Paper,
    string? Direction,
    IReadOnlyDictionary<Protocol, ClaimProtocol> Protocols,
    string? Confidence = null,
    string? Note = null,
    string? Planned = null)
{
    /// <summary>One-based line of its id in the card's file, for messages; 0 for a claim that was not read from one.</summary>
    internal int Line { get; init; }

    /// <summary>
    /// A short hash of what is judged under a protocol: id, setting, criterion, seeds and partial outcome. A result whose hash differs
    /// was judged by another definition and is stale. Prose is left out.
    /// </summary>
    /// <param name="protocol">One the claim has.</param>
    public string DefinitionHash(Protocol protocol)
    {
        var p = Protocols[protocol];
        var text = string.Join('\n', Id, protocol.Name(), OneLine(p.Setting), p.Criterion.Text, string.Join(',', p.Seeds),
            p.Partial?.Name ?? "", p.Partial?.Criterion.Text ?? "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    internal static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
