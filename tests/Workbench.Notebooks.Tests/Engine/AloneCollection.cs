namespace Workbench.Notebooks.Tests.Engine;

/// <summary>Tests of what the whole process holds: nothing else runs beside them, and no other engine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class AloneCollection
{
    public const string Name = "alone";
}
