using System.Diagnostics;
using System.Text;

namespace Workbench.Notebooks.Packages;

/// <summary>Resolves and downloads packages with the SDK's own <c>dotnet restore</c>.</summary>
internal static class PackageRestore
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Restores a project in a scratch folder of its own, so that a failure leaves nothing behind.</summary>
    /// <param name="project">What is restored.</param>
    /// <param name="cacheFolder">Where the scratch folder is made.</param>
    /// <param name="progress">Is called now and then while it goes on.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PackageException">There is no SDK, or packages cannot be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ResolvedGraph Run(RestoreProject project, string cacheFolder, Action progress, CancellationToken cancellation)
    {
        var dotnet = DotnetSdk.Find() ?? throw new PackageException("packages cannot be restored without the .NET SDK, and none was found",
            $"Only the runtime is here. Install the .NET {Environment.Version.Major} SDK and put dotnet on PATH, or set DOTNET_ROOT to its folder.");
        var scratch = MakeScratch(cacheFolder);
        try
        {
            var file = Path.Combine(scratch, "packages.csproj");
            File.WriteAllText(file, project.ToXml());
            var (exitCode, output) = Restore(dotnet, file, progress, cancellation);
            var assets = AssetsFile.TryRead(Path.Combine(scratch, "obj", "project.assets.json"));
            if (RestoreErrors.Find(assets?.Messages ?? [], project) is { } failure)
                throw failure;
            if (exitCode != 0 || assets is null)
                throw new PackageException($"packages {Names(project)} cannot be restored: dotnet restore failed (exit code {exitCode})", [.. RestoreErrors.Lines(output, file)]);
            return assets.Graph;
        }
        finally
        {
            Delete(scratch);
        }
    }

    private static (int ExitCode, string Output) Restore(string dotnet, string file, Action progress, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(dotnet, ["restore", file, "-v", "q", "-nologo", "-nodeReuse:false", "-noAutoResponse"])
        {
            WorkingDirectory = Path.GetDirectoryName(file)!,
            // The kernel's own input and output belong to its front end.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        start.Environment["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        void Keep(object _, DataReceivedEventArgs line)
        {
            lock (output)
                output.AppendLine(line.Data);
        }
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        try
        {
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            using var ended = new ManualResetEventSlim(process.HasExited);
            process.EnableRaisingEvents = true;
            process.Exited += (_, _) => ended.Set();
            while (!ended.Wait(ProgressEvery, cancellation) && !process.HasExited)
                progress();
            process.WaitForExit(TimeSpan.FromSeconds(5));
            lock (output)
                return (process.ExitCode, output.ToString());
        }
        finally
        {
            // Interrupted by whatever means, it must not go on.
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string MakeScratch(string cacheFolder)
    {
        try
        {
            return Directory.CreateDirectory(Path.Combine(cacheFolder, "restore-" + Guid.NewGuid().ToString("N"))).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Directory.CreateTempSubdirectory("workbench-restore-").FullName;
        }
    }

    private static void Delete(string scratch)
    {
        try
        {
            Directory.Delete(scratch, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A restore that is just dying may still hold it.
        }
    }

    private static string Names(RestoreProject project) => string.Join(" and ", project.Packages.Select(package => package.Id));
}
