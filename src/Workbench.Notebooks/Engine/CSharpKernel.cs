using Microsoft.DotNet.Interactive;
using Workbench.Notebooks.Display;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Kernels;
using Workbench.Notebooks.Kernels.Languages;

namespace Workbench.Notebooks.Engine;

/// <summary>C#: each submission sees what those before declared.</summary>
internal sealed class CSharpKernel(string baseDirectory) : ISubkernel
{
    private readonly SubmissionChain _chain = new(baseDirectory);
    private readonly Dictionary<string, string> _sources = [];

    public string Name => "csharp";

    public IReadOnlyList<string> Aliases => ["c#", "C#", "cs"];

    /// <summary>The files that cells have referred to so far, besides the framework.</summary>
    public IReadOnlyCollection<string> Libraries => _chain.Libraries;

    public IReadOnlyList<KernelValue> Values => new CSharpVariables(_chain).Read();

    public void SetValue(string name, object? value, Type type) => new CSharpVariables(_chain).Write(name, value, type);

    /// <summary>The cells so far, for questions about code; any thread may ask.</summary>
    public ChainState State => _chain.State;

    /// <summary>Whether loops and functions of the cells to come are compiled with checks for interrupts.</summary>
    public bool IsGuarded { get; set; } = true;

    public async Task RunAsync(Submission submission, CellScope scope)
    {
        _sources[submission.Name] = submission.Code;
        if (Compile(submission, scope.Cancellation) is not var (run, hasResult))
            return;
        try
        {
            var value = await run();
            if (hasResult && value is not DisplayedValue)
                scope.Result(MimeBundle.Of(value));
        }
        finally
        {
            await scope.End();
        }
    }

    private (Func<Task<object?>> Run, bool HasResult)? Compile(Submission submission, CancellationToken cancellation)
    {
        using var quiet = CellWorker.Quiet();
        return _chain.Append(CellCode.Parse(submission.Code, submission.Name), IsGuarded, cancellation);
    }

    public CellError Describe(Exception exception) => RuntimeErrors.Describe(exception, _chain.Symbols, _sources.GetValueOrDefault);
}
