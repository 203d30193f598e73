namespace TorchSharp.Native;

/// <summary>Which release of libtorch answers.</summary>
internal static class LibtorchVersion
{
    private static readonly (int Major, int Minor) release = Parse(Api.Version);

    public static bool AtLeast(int major, int minor) => release.CompareTo((major, minor)) >= 0;

    private static (int, int) Parse(string text)
    {
        var parts = text.Split('.');
        return (int.Parse(parts[0]), int.Parse(new string([.. parts[1].TakeWhile(char.IsAsciiDigit)])));
    }
}
