namespace Workbench.Ablations;

/// <summary>A run that this process has taken; other processes leave it alone until this is disposed.</summary>
/// <param name="path">The file that is locked.</param>
/// <param name="handle">Its open, locked handle.</param>
internal sealed class JournalClaim(string path, FileStream handle) : IDisposable
{
    /// <summary>
    /// Removes the file while it is still locked, for a run that is in the journal now: whoever claims it again sees it there. Only
    /// then may it go; a claim given up keeps its file, so that all processes lock the same one.
    /// </summary>
    public void Done()
    {
        File.Delete(path);
        Dispose();
    }

    /// <summary>Gives the run up.</summary>
    public void Dispose() => handle.Dispose();
}
