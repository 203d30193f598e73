using System.Runtime.ExceptionServices;

namespace Workbench.Notebooks.Engine;

/// <summary>Exceptions that no code of a cell catches, on threads and tasks it started: they are told as text of their cell, and the process lives on.</summary>
internal static class StrayExceptions
{
    private static int _isHandled;

    /// <summary>Begins to handle them, once a process.</summary>
    public static void Handle()
    {
        if (Interlocked.Exchange(ref _isHandled, 1) != 0)
            return;
        try
        {
            ExceptionHandling.SetUnhandledExceptionHandler(exception =>
            {
                Tell("Unhandled exception on a thread of the notebook", exception);
                return true;
            });
        }
        catch (InvalidOperationException)
        {
            // The host has a handler of its own.
        }
        TaskScheduler.UnobservedTaskException += (_, arguments) =>
        {
            arguments.SetObserved();
            var all = arguments.Exception.Flatten().InnerExceptions;
            if (!all.All(exception => exception is CellInterruptedException))
                Tell("Unobserved exception of a task", all.Count == 1 ? all[0] : arguments.Exception);
        };
    }

    /// <summary>Tells an exception on the standard error of the cell it belongs to; those by which cells are interrupted are no news.</summary>
    public static void Tell(string what, Exception exception)
    {
        if (exception is not CellInterruptedException && !(exception is ThreadInterruptedException && CellScope.Current is { IsInterrupted: true }))
            CellScope.Current?.Write("stderr", $"{what}: {exception}\n");
    }
}
