using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Runner;

/// <summary>Hears what happens during a run, as it happens. Calls come one at a time; every method may be left out.</summary>
public interface IRunObserver
{
    /// <summary>The kernel process is being started; <paramref name="codeCells"/> cells will run.</summary>
    void Started(int codeCells) { }

    /// <summary>A cell begins.</summary>
    void CellStarted(RunCell cell) { }

    /// <summary>A cell printed: <paramref name="text"/> is a raw piece of <c>stdout</c> or <c>stderr</c>, with carriage returns of progress lines.</summary>
    void Text(RunCell cell, string stream, string text) { }

    /// <summary>A cell showed or updated a value; <paramref name="data"/> maps MIME types to contents.</summary>
    void Displayed(RunCell cell, JsonObject data, bool isUpdate) { }

    /// <summary>A cell ran to its end.</summary>
    void CellFinished(RunCell cell, TimeSpan elapsed) { }

    /// <summary>A cell failed, ran out of time, was interrupted or took the kernel with it.</summary>
    void CellFailed(RunCell cell, TimeSpan elapsed, CellError error) { }

    /// <summary>Something a person should know that does not end the run.</summary>
    void Warning(string message) { }
}
