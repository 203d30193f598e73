using System.Text.RegularExpressions;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Kernels;

[Collection(EngineCollection.Name)]
public class MagicTests
{
    [Fact]
    public async Task Time_shows_wall_time_first_and_allocations_after()
    {
        var shown = await new Notebook().Run("#!time\nvar data = new byte[5_000_000];\ndisplay(1);");
        Assert.Equal("1", shown.Plain[0]);
        var allocated = Regex.Match(shown.Plain[1], @"^Wall time: [\d.]+ms\nAllocated: ([\d.]+) MB, collections");
        Assert.True(double.Parse(allocated.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 4.7, shown.Plain[1]);
    }

    [Fact]
    public async Task Time_is_shown_for_a_cell_that_fails_too()
    {
        var shown = await new Notebook().Any("#!time\nthrow new Exception(\"x\");");
        Assert.NotNull(shown.Error);
        Assert.StartsWith("Wall time:", Assert.Single(shown.Plain));
    }

    [Fact]
    public async Task Who_names_the_variables_and_the_newest_of_a_name_counts()
    {
        var notebook = new Notebook();
        await notebook.Run("var a = 1; var b = 2;\nint f() => 3; class C { }");
        await notebook.Run("var a = \"text\"; const int c = 3;");
        Assert.Equal("[ b, a, c ]", (await notebook.Run("#!who")).Plain.Single());
    }

    [Fact]
    public async Task Whos_shows_types_values_and_memory()
    {
        var notebook = new Notebook();
        await notebook.Run("var n = 3; string none = null; var s = \"a\\\"b\"; var list = new List<double> { 1, 2 }; var pair = (1, \"x\");\nvar weights = new float[1000]; Func<int> f = () => 1;");
        Assert.Equal(Squeezed(
            """
            Variable  Type                  Value                               Memory
            n         int                   3
            none      string                <null>
            s         string                "a\"b"                              6 B
            list      List<double>          2 items
            pair      (int, string)         (1, "x")
            weights   float[]               float[1000] { 0, 0, 0, 0, 0, … }  3.91 KB
            f         Func<int>             a function
                                            together                            3.91 KB
            """), Squeezed((await notebook.Run("#!whos")).Plain.Single()));
        Assert.Contains("<td>a function</td>", (string?)(await notebook.Run("#!whos")).Display["text/html"]);
    }

    [Fact]
    public async Task Whos_measures_tensors_and_runs_no_code_of_the_values()
    {
        var notebook = new Notebook();
        await notebook.Run(
            """
            class Tensor
            {
                public long NumberOfElements => IsGone ? throw new InvalidOperationException() : 600;
                public long ElementSize => 4;
                public long[] shape => IsGone ? throw new InvalidOperationException() : [20, 30];
                public string dtype => "Float32";
                public bool IsGone;
            }
            class Loud { public override string ToString() => throw new Exception("called"); }
            class Endless : System.Collections.ICollection
            {
                public int Count => throw new Exception("counted");
                public bool IsSynchronized => false;
                public object SyncRoot => this;
                public void CopyTo(Array array, int index) { }
                public System.Collections.IEnumerator GetEnumerator() => throw new Exception("enumerated");
            }
            var loud = new Loud(); var endless = new Endless();
            """);
        await notebook.Run("var tensor = new Tensor(); var gone = new Tensor { IsGone = true }; var both = new List<Tensor> { tensor, tensor };");
        var table = Squeezed((await notebook.Run("#!whos")).Plain.Single());
        Assert.Contains("tensor Tensor [20, 30] Float32 2.34 KB", table);
        Assert.Contains("gone Tensor disposed 0 B", table);
        Assert.Contains("both List<Tensor> 2 items 4.69 KB", table);
        Assert.Contains("loud Loud (Loud)", table);
        Assert.Contains("endless Endless (Endless)", table);
        Assert.Contains("tensors in variables (2) 2.34 KB", Squeezed((await notebook.Run("#!memory")).Plain.Single()));
    }

    [Fact]
    public async Task A_long_text_is_cut()
    {
        var notebook = new Notebook();
        await notebook.Run("var s = new string('x', 100_000) + \"\\n\";");
        Assert.Contains($"\"{new string('x', 60)}…\" (100001 letters)", (await notebook.Run("#!whos")).Plain.Single());
    }

    [Fact]
    public async Task Quiet_hides_all_but_errors()
    {
        var notebook = new Notebook();
        var shown = await notebook.Any("#!quiet\nConsole.WriteLine(\"text\");\ndisplay(1);\nvar kept = 5;\nkept");
        Assert.Null(shown.Error);
        Assert.Empty(shown.Displays);
        Assert.Null(shown.Result);
        Assert.Equal("", shown.Text);
        Assert.Equal("5", await notebook.Value("kept"));
        Assert.Equal("heard", (await notebook.Fail("#!quiet\nthrow new Exception(\"heard\");")).Message);
    }

    [Fact]
    public async Task Lsmagic_and_about_show_what_there_is()
    {
        var notebook = new Notebook();
        var list = (await notebook.Run("#!lsmagic")).Plain.Single();
        Assert.All(notebook.Kernel.Magics, magic => Assert.Contains($"#!{magic.Name} ", list));
        Assert.Contains(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription, (await notebook.Run("#!about")).Plain.Single());
    }

    private static string Squeezed(string table) => Regex.Replace(table, " +", " ");
}
