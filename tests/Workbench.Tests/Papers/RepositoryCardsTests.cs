using Workbench.Papers;

namespace Workbench.Tests.Papers;

/// <summary>The cards of this repository.</summary>
public class RepositoryCardsTests
{
    public static TheoryData<string> Cards => [.. Repository.Cards(Repository.Root()).Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Cards))]
    public void A_card_is_valid(string file)
    {
        var card = Card.Load(Path.Combine(Repository.Root(), "papers", file));

        Assert.NotEmpty(card.Claims);
        Assert.NotEmpty(card.Prose.Trim());
    }

    [Fact]
    public void Claim_ids_are_unique_over_all_cards()
    {
        var ids = Repository.Cards(Repository.Root()).SelectMany(f => Card.Load(f).Claims).Select(c => c.Id).ToArray();

        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Verification_seeds_are_not_the_development_seeds()
    {
        var seeds = Repository.Cards(Repository.Root()).SelectMany(f => Card.Load(f).Claims)
            .SelectMany(c => c.Protocols.Values).SelectMany(p => p.Seeds);

        Assert.DoesNotContain(seeds, s => s < 100);
    }
}
