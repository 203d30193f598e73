using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Workbench.Notebooks.Html;
using Workbench.Notebooks.Html.Tex;

namespace Workbench.Notebooks.Tests.Html;

public class TexToMathMlTests
{
    private static string Inner(string tex, bool isDisplay = false)
    {
        var markup = TexToMathMl.Convert(tex, isDisplay);
        var root = XElement.Parse(markup.Replace("&nbsp;", " "));
        Assert.Equal("math", root.Name);
        return string.Concat(root.Element("mrow")!.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)));
    }

    [Theory]
    [InlineData("x_1", "<msub><mi>x</mi><mn>1</mn></msub>")]
    [InlineData("x^{2}_i", "<msubsup><mi>x</mi><mi>i</mi><mrow><mrow><mn>2</mn></mrow></mrow></msubsup>")]
    [InlineData("f'", "<msup><mi>f</mi><mrow><mo>′</mo></mrow></msup>")]
    [InlineData("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>")]
    [InlineData("x^12", "<msup><mi>x</mi><mrow><mn>1</mn></mrow></msup><mn>2</mn>")]
    [InlineData("\\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>")]
    [InlineData("\\sqrt[3]{x}", "<mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>")]
    [InlineData("\\alpha*x", "<mi>α</mi><mo>∗</mo><mi>x</mi>")]
    [InlineData("a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>")]
    [InlineData("1.5", "<mn>1.5</mn>")]
    [InlineData("\\mathbb{R}", "<mi>ℝ</mi>")]
    [InlineData("\\mathcal L", "<mi>ℒ</mi>")]
    [InlineData("\\mathbf{x}", "<mi>𝐱</mi>")]
    [InlineData("\\boldsymbol\\theta", "<mi>𝜽</mi>")]
    [InlineData("\\text{if } x", "<mtext>if\u00a0</mtext><mi>x</mi>")]
    [InlineData("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>")]
    public void Pieces_become_their_elements(string tex, string markup) => Assert.Equal(markup, Inner(tex));

    [Fact]
    public void Limits_stand_below_in_display_and_beside_in_text()
    {
        Assert.StartsWith("<munderover>", Inner("\\sum_{i=1}^n", isDisplay: true));
        Assert.StartsWith("<msubsup>", Inner("\\sum_{i=1}^n"));
        Assert.StartsWith("<msubsup>", Inner("\\int_0^1", isDisplay: true));
        Assert.StartsWith("<munder>", Inner("\\operatorname*{arg\\,min}_\\theta", isDisplay: true));
        Assert.StartsWith("<munder>", Inner("\\underbrace{x}_{\\text{drift}}"));
    }

    /// <summary>Formulas in the style of the papers' cards; every one must be understood.</summary>
    [Theory]
    [InlineData("\\min_v \\int_0^1 \\mathbb{E}\\left[\\lVert (X_1 - X_0) - v(X_t, t) \\rVert^2\\right]\\,\\mathrm{d}t")]
    [InlineData("\\hat{\\theta} = \\arg\\max_\\theta \\log p_\\theta(x \\mid y), \\quad \\theta \\in \\mathbb{R}^d")]
    [InlineData("\\begin{aligned} a &= b + c \\\\ &\\le d \\end{aligned}")]
    [InlineData("f(x) = \\begin{cases} x & x \\ge 0 \\\\ \\alpha(e^x - 1) & \\text{otherwise} \\end{cases}")]
    [InlineData("\\dot{Z}_t = v(Z_t, t), \\; Z_0 \\sim \\mathcal{N}(0, \\mathbf{I})")]
    [InlineData("\\left\\{ x : \\left| \\frac{\\partial f}{\\partial x} \\right| > 0 \\right\\}")]
    [InlineData("\\nabla_\\theta \\mathcal{L}(m \\odot \\theta) \\approx 0 \\Rightarrow \\|g\\|_2 \\to 0")]
    [InlineData("W_2^2(\\mu,\\nu) = \\inf_{\\pi \\in \\Pi(\\mu,\\nu)} \\iint \\|x-y\\|^2 \\,d\\pi(x,y)")]
    [InlineData("\\tilde{x} = \\operatorname{softmax}\\!\\left(\\tfrac{QK^\\top}{\\sqrt{d_k}}\\right) V")]
    [InlineData("S(Z)=\\int_0^1\\mathbb E\\big[\\|(Z_1-Z_0)-\\dot Z_t\\|^2\\big]dt")]
    [InlineData("\\begin{pmatrix} 1 & \\cdots & 0 \\\\ \\vdots & \\ddots & \\vdots \\end{pmatrix}")]
    [InlineData("p \\propto \\exp(-\\tfrac{1}{2}x^\\top\\Sigma^{-1}x) \\tag{3}")]
    public void Formulas_of_the_papers_are_understood(string tex)
    {
        Assert.NotEmpty(Inner(tex));
        Assert.NotEmpty(Inner(tex, isDisplay: true));
    }

    [Theory]
    [InlineData("\\unknowncommand x")]
    [InlineData("\\frac{a}")]
    [InlineData("{x")]
    [InlineData("x}")]
    [InlineData("\\left( x")]
    [InlineData("x_1_2")]
    [InlineData("\\begin{aligned} x \\end{cases}")]
    [InlineData("\\")]
    public void What_is_not_understood_is_shown_as_it_was_written(string tex)
    {
        var markup = XElement.Parse(TexToMathMl.Convert(tex, isDisplay: false));
        Assert.Equal("code", markup.Name);
        Assert.Equal(tex, markup.Value);
    }

    [Fact]
    public void Any_text_gives_well_formed_markup()
    {
        var tokens = Gen.Elements("\\frac", "\\left", "\\right", "{", "}", "^", "_", "&", "\\\\", "(", "[", "x", "1", "<", "\\begin{aligned}", "\\end{aligned}", "\\sqrt", "'", " ", "%", "\\text", "\\hat", "\"", "é");
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500), Prop.ForAll(tokens.ArrayOf().ToArbitrary(), (string[] parts) =>
            XElement.Parse(TexToMathMl.Convert(string.Concat(parts), false)) is not null));
    }

    [Theory]
    [InlineData("$$\\begin{aligned} a &= b \\\\\n c &= d \\end{aligned}$$")]
    [InlineData("text before\n\n$$\na\n$$\n")]
    [InlineData("\\begin{align}\na &= b\n\\end{align}")]
    [InlineData("in a sentence $$a + b$$ here")]
    public void Jupyters_ways_to_write_a_block_are_understood(string markdown) => Assert.Contains("<math display=\"block\">", MarkdownMarkup.Render(markdown));

    [Fact]
    public void Dollars_in_code_are_no_formulas()
    {
        Assert.DoesNotContain("<math", MarkdownMarkup.Render("```\n$$a\nb$$\n```\n\n`$x$`"));
        Assert.DoesNotContain("<math", MarkdownMarkup.Render("costs $5 and $6 more"));
    }
}
