namespace Workbench.Data;

/// <summary>Reads the LZW format of the Unix program <c>compress</c> (.Z): codes of 9 to 16 bits, the dictionary cleared by code 256.</summary>
internal static class UnixCompress
{
    private const int Clear = 256;

    /// <summary>The content of a stream without its three bytes of header.</summary>
    /// <param name="codes">What follows the header <c>1F 9D 90</c>.</param>
    /// <exception cref="InvalidDataException">A code is used before it is defined.</exception>
    public static byte[] Expand(ReadOnlySpan<byte> codes)
    {
        const int most = 16;
        var prefix = new int[1 << most];
        var suffix = new byte[1 << most];
        for (var i = 0; i < Clear; i++)
            suffix[i] = (byte)i;
        var content = new List<byte>(codes.Length * 3);
        var word = new List<byte>();
        var (next, width, previous) = (Clear + 1, 9, -1);
        byte first = 0;
        // The program writes eight codes at a time, so a change of width leaves the rest of such a group unused.
        long position = 0, group = 0;
        while (position + width <= 8L * codes.Length)
        {
            var code = Bits(codes, position, width);
            position += width;
            if (code == Clear)
            {
                position = GroupEnd(group, position, width);
                (group, next, width, previous) = (position, Clear + 1, 9, -1);
                continue;
            }

            if (code > next || (code == next && previous < 0) || (previous < 0 && code > Clear))
                throw new InvalidDataException($"the LZW code {code} comes before it is defined, at byte {position / 8}");
            var isNew = code == next;
            word.Clear();
            for (var at = isNew ? previous : code; ; at = prefix[at])
            {
                word.Add(suffix[at]);
                if (at < Clear)
                    break;
            }

            first = word[^1];
            for (var i = word.Count - 1; i >= 0; i--)
                content.Add(word[i]);
            if (isNew)
                content.Add(first);
            if (previous >= 0 && next < 1 << most)
            {
                (prefix[next], suffix[next]) = (previous, first);
                next++;
                if (next > (1 << width) - 1 && width < most)
                {
                    position = GroupEnd(group, position, width);
                    (group, width) = (position, width + 1);
                }
            }

            previous = code;
        }

        return [.. content];
    }

    private static long GroupEnd(long start, long position, int width)
        => start + ((position - start + (8 * width) - 1) / (8 * width) * 8 * width);

    private static int Bits(ReadOnlySpan<byte> codes, long position, int width)
    {
        var at = (int)(position / 8);
        var word = codes[at] | (at + 1 < codes.Length ? codes[at + 1] << 8 : 0) | (at + 2 < codes.Length ? codes[at + 2] << 16 : 0);
        return (word >> (int)(position % 8)) & ((1 << width) - 1);
    }
}
