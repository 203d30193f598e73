using Workbench.Data;

namespace Workbench.Tests.Benches;

/// <summary>Skips a test where its data set is not installed.</summary>
internal static class BenchData
{
    public static void NeedsDigits() => Needs(() => Digits.FindFile());

    public static void NeedsFashion() => Needs(() => FashionMnist.FindFolder());

    public static void NeedsText() => Needs(() => KingJamesBible.FindFile());

    private static void Needs(Action find)
    {
        try
        {
            find();
        }
        catch (FileNotFoundException error)
        {
            Skip.If(true, error.Message);
        }
    }
}
