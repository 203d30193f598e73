using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Workbench.Notebooks.Html.Tex;

namespace Workbench.Notebooks.Html;

/// <summary>Writes the formulas of Markdown as MathML.</summary>
internal sealed class MathRenderer : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        if (renderer is not HtmlRenderer html)
            return;
        html.ObjectRenderers.RemoveAll(existing => existing is HtmlMathInlineRenderer or HtmlMathBlockRenderer);
        html.ObjectRenderers.Insert(0, new Inline());
        html.ObjectRenderers.Insert(0, new Block());
    }

    private sealed class Inline : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline formula) =>
            renderer.Write(TexToMathMl.Convert(formula.Content.ToString(), formula.DelimiterCount == 2));
    }

    private sealed class Block : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock formula) =>
            renderer.Write("<div class=\"formula\">").Write(TexToMathMl.Convert(formula.Lines.ToString(), isDisplay: true)).WriteLine("</div>");
    }
}
