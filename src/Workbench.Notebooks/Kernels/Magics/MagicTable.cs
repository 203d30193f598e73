namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>All lines that speak to the kernel and choose no language. A new one enters the kernel, its lists and its completion here.</summary>
internal static class MagicTable
{
    public static IReadOnlyList<Magic> Create() =>
    [
        new TimeMagic(),
        new WhoMagic(),
        new WhosMagic(),
        new MemoryMagic(),
        new SetMagic(),
        new ShareMagic(),
        new ImportMagic(),
        new QuietMagic(),
        new GuardMagic(),
        new ListMagic(),
        new AboutMagic(),
    ];
}
