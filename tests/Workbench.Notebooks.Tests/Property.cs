using FsCheck;
using FsCheck.Fluent;

namespace Workbench.Notebooks.Tests;

/// <summary>Properties that hold for whatever is generated.</summary>
internal static class Property
{
    /// <summary>Tries a property on a hundred values; silent, because the console may belong to a cell of another test.</summary>
    public static void Holds<T>(Gen<T> values, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(values.ToArbitrary(), property));
}
