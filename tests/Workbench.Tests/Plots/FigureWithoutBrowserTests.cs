using Workbench.Plots;

namespace Workbench.Tests.Plots;

/// <summary>What a figure says where nothing can draw it. The variables that hide the browser are those of the whole process.</summary>
[Collection(AloneCollection.Name)]
public class FigureWithoutBrowserTests
{
    [Fact]
    public void Without_a_browser_or_plotly_the_message_says_what_to_install()
    {
        var figure = SampleFigures.All["line"];
        With("WORKBENCH_CHROMIUM", "/nowhere/chromium", () =>
        {
            Assert.False(ChromiumRenderer.IsAvailable);
            Assert.Contains("apt-get install chromium", Assert.Throws<InvalidOperationException>(() => figure.Save("never.png")).Message);
        });
        With("WORKBENCH_PLOTLY", "/nowhere/plotly.js", () =>
        {
            Assert.False(ChromiumRenderer.IsAvailable);
            Assert.Contains("npm install", Assert.Throws<FileNotFoundException>(() => figure.ToHtml()).Message);
        });
    }

    private static void With(string variable, string value, Action action)
    {
        var before = Environment.GetEnvironmentVariable(variable);
        try
        {
            Environment.SetEnvironmentVariable(variable, value);
            action();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }
}
