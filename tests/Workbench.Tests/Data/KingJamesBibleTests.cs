using Workbench.Data;

namespace Workbench.Tests.Data;

public class KingJamesBibleTests
{
    [SkippableFact]
    public void All_verses_are_there()
    {
        Skip.IfNot(Present, "bible.data of Debian's bible-kjv-text is not there");
        var verses = KingJamesBible.Verses();
        // The reader checks the SHA-256 of what gzip makes of the windows; count and text are what the package's own program prints.
        Assert.Equal(31_102, verses.Count);
        Assert.Equal(new Verse("Ge1:1", "In the beginning God created the heaven and the earth."), verses[0]);
        Assert.Equal(new Verse("Rev22:21", "The grace of our Lord Jesus Christ be with you all. Amen."), verses[^1]);
        var text = KingJamesBible.Text();
        Assert.Equal(4_137_849, text.Length);
        Assert.Equal(63, CharacterTokenizer.Of(text).Vocabulary);
    }

    [Fact]
    public void An_absent_file_is_named_with_what_brings_it() => InFolder(folder =>
    {
        var error = Assert.Throws<FileNotFoundException>(() => KingJamesBible.Verses(folder));
        Assert.Contains("bible-kjv-text", error.Message);
        Assert.Contains(folder, error.Message);
    });

    [Fact]
    public void A_file_of_another_content_is_refused() => InFolder(folder =>
    {
        File.WriteAllText(Path.Combine(folder, KingJamesBible.FileName), "In the beginning");
        Assert.Contains("does not begin with", Assert.Throws<InvalidDataException>(() => KingJamesBible.Verses(folder)).Message);
        var header = new byte[200];
        "EC02Compressed Data File"u8.CopyTo(header);
        header[91] = 1;
        header[95] = 150;
        header[99] = 152;
        File.WriteAllBytes(Path.Combine(folder, KingJamesBible.FileName), header);
        Assert.Contains("SHA-256", Assert.Throws<InvalidDataException>(() => KingJamesBible.Verses(folder)).Message);
        header[99] = 255;
        File.WriteAllBytes(Path.Combine(folder, KingJamesBible.FileName), header);
        Assert.Contains("window 1 of 1", Assert.Throws<InvalidDataException>(() => KingJamesBible.Verses(folder)).Message);
    });

    [Fact]
    public void Compressed_bytes_are_expanded()
    {
        // By hand: a, b, ab = 257, aba = 259, ba = 258, bab = 261 and abab = 260, of nine bits each; 259 and 261 are used as they are made.
        int[] codes = [97, 98, 257, 259, 258, 261, 260];
        var bits = new byte[8];
        for (var i = 0; i < codes.Length; i++)
            for (var bit = 0; bit < 9; bit++)
                if ((codes[i] >> bit & 1) == 1)
                    bits[((9 * i) + bit) / 8] |= (byte)(1 << (((9 * i) + bit) % 8));
        Assert.Equal("abababababababab"u8.ToArray(), UnixCompress.Expand(bits)[..16]);
        Assert.Throws<InvalidDataException>(() => UnixCompress.Expand([0xff, 0xff, 0xff]));
    }

    internal static bool Present
    {
        get
        {
            try
            {
                KingJamesBible.FindFile();
                return true;
            }
            catch (FileNotFoundException)
            {
                return false;
            }
        }
    }

    private static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("workbench-bible-").FullName;
        try
        {
            test(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
