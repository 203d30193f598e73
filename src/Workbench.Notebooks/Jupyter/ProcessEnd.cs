using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workbench.Notebooks.Jupyter;

/// <summary>Ends this process in bounded time.</summary>
internal static partial class ProcessEnd
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs the handlers that code of the notebook has for the end of the process, but does not wait for those that hang.</summary>
    public static void Exit(int code)
    {
        new Thread(() =>
        {
            Thread.Sleep(Grace);
            if (OperatingSystem.IsWindows())
                Process.GetCurrentProcess().Kill();
            else
                ExitNow(code);
        })
        { IsBackground = true }.Start();
        Environment.Exit(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
