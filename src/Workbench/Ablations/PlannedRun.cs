namespace Workbench.Ablations;

/// <summary>A run that is to be done.</summary>
/// <param name="Variant">Its factor levels.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Key">Hash of everything that says which run it is; names it in the journal.</param>
internal sealed record PlannedRun(AblationVariant Variant, int Seed, string Key);
