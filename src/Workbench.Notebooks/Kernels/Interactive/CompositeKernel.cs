using Workbench.Notebooks.Kernels;

namespace Microsoft.DotNet.Interactive;

/// <summary>All languages of a notebook together.</summary>
public sealed class CompositeKernel : Kernel
{
    internal CompositeKernel(NotebookKernel notebook) : base(notebook, null)
    {
    }

    /// <summary>The languages.</summary>
    public IReadOnlyList<Kernel> ChildKernels => [.. Notebook.Languages.All.Select(language => new Kernel(Notebook, language))];

    /// <summary>The language of cells that name none.</summary>
    public string DefaultKernelName => Notebook.Languages.All[0].Name;
}
