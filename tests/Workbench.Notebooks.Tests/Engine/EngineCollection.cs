namespace Workbench.Notebooks.Tests.Engine;

/// <summary>An engine takes the console of its process, so tests with one run one after the other.</summary>
[CollectionDefinition(Name)]
public class EngineCollection
{
    public const string Name = "engine";
}
