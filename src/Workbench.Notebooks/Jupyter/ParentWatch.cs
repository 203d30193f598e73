using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Workbench.Notebooks.Jupyter;

/// <summary>Notices that the process which started the kernel has gone, and with it everybody who could stop the kernel.</summary>
internal static partial class ParentWatch
{
    private const int NoSuchProcess = 3;

    /// <summary>Begins to watch the process named by <c>JPY_PARENT_PID</c>, if any.</summary>
    /// <param name="gone">Called once.</param>
    public static void Start(Action gone)
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), NumberStyles.None, CultureInfo.InvariantCulture, out var parent) || parent <= 1)
            return;
        Action wait = OperatingSystem.IsWindows() ? () => WaitForHandle(parent) : () => Poll((int)parent);
        new Thread(() =>
        {
            wait();
            gone();
        })
        { IsBackground = true, Name = "parent watch" }.Start();
    }

    private static void Poll(int parent)
    {
        // A parent that has ended but whose own parent has not asked about it still has a number; its children have got another parent.
        var isChild = ParentProcess() == parent;
        while (Signal(parent, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess)
        {
            if (isChild && ParentProcess() != parent)
                return;
            Thread.Sleep(1000);
        }
    }

    // On Windows the variable holds a handle that this process has inherited.
    private static void WaitForHandle(long handle)
    {
        using var parent = new ManualResetEvent(false);
        parent.SafeWaitHandle = new SafeWaitHandle((nint)handle, ownsHandle: false);
        parent.WaitOne();
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentProcess();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
