using Workbench.Notebooks.Jupyter;
using Workbench.Notebooks.Serve;

switch (args)
{
    case ["serve"]:
        return KernelServer.Run();
    case ["jupyter", var connectionFile]:
        return JupyterKernel.Run(connectionFile);
    default:
        Console.Error.WriteLine("""
            usage: Workbench.Notebooks jupyter CONNECTION-FILE    serve Jupyter clients (the command of the kernelspec)
                   Workbench.Notebooks serve                      run C# cells sent as JSON lines on standard input (started by the notebook runner)
            """);
        return 2;
}
