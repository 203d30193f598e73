using System.Text.Json.Nodes;
using Workbench.Notebooks.Jupyter.FrontEnd;

namespace Workbench.Notebooks.Tests.Jupyter;

public sealed class FigureExtensionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _plotly;

    public FigureExtensionTests()
    {
        _data = _folder.File("prefix/share/jupyter");
        _plotly = _folder.File("plotly.js");
        File.WriteAllText(_plotly, "window.Plotly = {};");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_extensions_carry_plotly_and_are_enabled_beside_the_configuration_of_the_user()
    {
        var configuration = Path.Combine(_folder.File("prefix"), "etc", "jupyter", "nbconfig");
        Directory.CreateDirectory(configuration);
        File.WriteAllText(Path.Combine(configuration, "notebook.json"), "of the user");

        FigureExtension.Install(_data, _plotly);
        FigureExtension.Install(_data, _plotly);

        Assert.True(FigureExtension.IsInstalled(_data));
        foreach (var file in new[] { "nbextensions/workbench-plotly/plotly.min.js", "labextensions/workbench-plotly/static/plotly.min.js" })
            Assert.Equal(File.ReadAllText(_plotly), File.ReadAllText(Path.Combine(_data, file)));
        Assert.True((bool?)JsonNode.Parse(File.ReadAllText(Path.Combine(configuration, "notebook.d", "workbench-plotly.json")))!["load_extensions"]!["workbench-plotly/main"]);
        var build = JsonNode.Parse(File.ReadAllText(Path.Combine(_data, "labextensions", "workbench-plotly", "package.json")))!["jupyterlab"]!["_build"]!;
        Assert.True(File.Exists(Path.Combine(_data, "labextensions", "workbench-plotly", (string)build["load"]!)));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.File("prefix"), "*", SearchOption.AllDirectories), file => file.EndsWith(".tmp", StringComparison.Ordinal));

        Assert.True(FigureExtension.Uninstall(_data));
        Assert.False(FigureExtension.Uninstall(_data));
        Assert.Equal([Path.Combine(configuration, "notebook.json")], Directory.EnumerateFiles(_folder.File("prefix"), "*", SearchOption.AllDirectories));
        Assert.Equal("of the user", File.ReadAllText(Path.Combine(configuration, "notebook.json")));
    }

    [Fact]
    public void Without_plotly_nothing_is_installed()
    {
        Assert.Throws<FileNotFoundException>(() => FigureExtension.Install(_data, _folder.File("none.js")));
        Assert.False(Directory.Exists(_data));
    }

    [Fact]
    public void The_configuration_lies_beside_the_data_of_a_prefix_and_with_the_user_else()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal("/opt/env/etc/jupyter", FigureExtension.ConfigurationFor("/opt/env/share/jupyter/"));
        Assert.Equal("/usr/local/etc/jupyter", FigureExtension.ConfigurationFor("/usr/local/share/jupyter"));
        Assert.Equal(Environment.GetEnvironmentVariable("JUPYTER_CONFIG_DIR") ?? Path.Combine(home, ".jupyter"), FigureExtension.ConfigurationFor(Path.Combine(home, ".local", "share", "jupyter")));
    }
}
