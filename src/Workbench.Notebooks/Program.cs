using Workbench.Notebooks.Serve;

switch (args)
{
    case ["serve"]:
        return KernelServer.Run();
    default:
        Console.Error.WriteLine("usage: Workbench.Notebooks serve    run C# cells sent as JSON lines on standard input (started by the notebook runner)");
        return 2;
}
