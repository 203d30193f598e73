namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// Names of HTML elements, for <c>using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;</c>. Elements not listed are
/// members of <see cref="_"/>: <c>_.figure("…")</c>.
/// </summary>
public static class PocketViewTags
{
    /// <summary>Content without an element around it; its members are elements of any name.</summary>
    public static dynamic _ { get; } = new PocketView();

    /// <summary>The element <c>a</c>.</summary>
    public static dynamic a { get; } = new PocketView("a");

    /// <summary>The element <c>article</c>.</summary>
    public static dynamic article { get; } = new PocketView("article");

    /// <summary>The element <c>aside</c>.</summary>
    public static dynamic aside { get; } = new PocketView("aside");

    /// <summary>The element <c>b</c>.</summary>
    public static dynamic b { get; } = new PocketView("b");

    /// <summary>The element <c>blockquote</c>.</summary>
    public static dynamic blockquote { get; } = new PocketView("blockquote");

    /// <summary>The element <c>body</c>.</summary>
    public static dynamic body { get; } = new PocketView("body");

    /// <summary>The element <c>br</c>.</summary>
    public static dynamic br { get; } = new PocketView("br");

    /// <summary>The element <c>button</c>.</summary>
    public static dynamic button { get; } = new PocketView("button");

    /// <summary>The element <c>caption</c>.</summary>
    public static dynamic caption { get; } = new PocketView("caption");

    /// <summary>The element <c>center</c>.</summary>
    public static dynamic center { get; } = new PocketView("center");

    /// <summary>The element <c>cite</c>.</summary>
    public static dynamic cite { get; } = new PocketView("cite");

    /// <summary>The element <c>code</c>.</summary>
    public static dynamic code { get; } = new PocketView("code");

    /// <summary>The element <c>col</c>.</summary>
    public static dynamic col { get; } = new PocketView("col");

    /// <summary>The element <c>colgroup</c>.</summary>
    public static dynamic colgroup { get; } = new PocketView("colgroup");

    /// <summary>The element <c>dd</c>.</summary>
    public static dynamic dd { get; } = new PocketView("dd");

    /// <summary>The element <c>details</c>.</summary>
    public static dynamic details { get; } = new PocketView("details");

    /// <summary>The element <c>dialog</c>.</summary>
    public static dynamic dialog { get; } = new PocketView("dialog");

    /// <summary>The element <c>div</c>.</summary>
    public static dynamic div { get; } = new PocketView("div");

    /// <summary>The element <c>dl</c>.</summary>
    public static dynamic dl { get; } = new PocketView("dl");

    /// <summary>The element <c>dt</c>.</summary>
    public static dynamic dt { get; } = new PocketView("dt");

    /// <summary>The element <c>em</c>.</summary>
    public static dynamic em { get; } = new PocketView("em");

    /// <summary>The element <c>fieldset</c>.</summary>
    public static dynamic fieldset { get; } = new PocketView("fieldset");

    /// <summary>The element <c>figcaption</c>.</summary>
    public static dynamic figcaption { get; } = new PocketView("figcaption");

    /// <summary>The element <c>figure</c>.</summary>
    public static dynamic figure { get; } = new PocketView("figure");

    /// <summary>The element <c>footer</c>.</summary>
    public static dynamic footer { get; } = new PocketView("footer");

    /// <summary>The element <c>form</c>.</summary>
    public static dynamic form { get; } = new PocketView("form");

    /// <summary>The element <c>h1</c>.</summary>
    public static dynamic h1 { get; } = new PocketView("h1");

    /// <summary>The element <c>h2</c>.</summary>
    public static dynamic h2 { get; } = new PocketView("h2");

    /// <summary>The element <c>h3</c>.</summary>
    public static dynamic h3 { get; } = new PocketView("h3");

    /// <summary>The element <c>h4</c>.</summary>
    public static dynamic h4 { get; } = new PocketView("h4");

    /// <summary>The element <c>h5</c>.</summary>
    public static dynamic h5 { get; } = new PocketView("h5");

    /// <summary>The element <c>h6</c>.</summary>
    public static dynamic h6 { get; } = new PocketView("h6");

    /// <summary>The element <c>head</c>.</summary>
    public static dynamic head { get; } = new PocketView("head");

    /// <summary>The element <c>header</c>.</summary>
    public static dynamic header { get; } = new PocketView("header");

    /// <summary>The element <c>hr</c>.</summary>
    public static dynamic hr { get; } = new PocketView("hr");

    /// <summary>The element <c>html</c>.</summary>
    public static dynamic html { get; } = new PocketView("html");

    /// <summary>The element <c>i</c>.</summary>
    public static dynamic i { get; } = new PocketView("i");

    /// <summary>The element <c>iframe</c>.</summary>
    public static dynamic iframe { get; } = new PocketView("iframe");

    /// <summary>The element <c>img</c>.</summary>
    public static dynamic img { get; } = new PocketView("img");

    /// <summary>The element <c>input</c>.</summary>
    public static dynamic input { get; } = new PocketView("input");

    /// <summary>The element <c>label</c>.</summary>
    public static dynamic label { get; } = new PocketView("label");

    /// <summary>The element <c>legend</c>.</summary>
    public static dynamic legend { get; } = new PocketView("legend");

    /// <summary>The element <c>li</c>.</summary>
    public static dynamic li { get; } = new PocketView("li");

    /// <summary>The element <c>link</c>.</summary>
    public static dynamic link { get; } = new PocketView("link");

    /// <summary>The element <c>main</c>.</summary>
    public static dynamic main { get; } = new PocketView("main");

    /// <summary>The element <c>mark</c>.</summary>
    public static dynamic mark { get; } = new PocketView("mark");

    /// <summary>The element <c>meter</c>.</summary>
    public static dynamic meter { get; } = new PocketView("meter");

    /// <summary>The element <c>nav</c>.</summary>
    public static dynamic nav { get; } = new PocketView("nav");

    /// <summary>The element <c>object</c>.</summary>
    public static dynamic @object { get; } = new PocketView("object");

    /// <summary>The element <c>ol</c>.</summary>
    public static dynamic ol { get; } = new PocketView("ol");

    /// <summary>The element <c>option</c>.</summary>
    public static dynamic option { get; } = new PocketView("option");

    /// <summary>The element <c>p</c>.</summary>
    public static dynamic p { get; } = new PocketView("p");

    /// <summary>The element <c>pre</c>.</summary>
    public static dynamic pre { get; } = new PocketView("pre");

    /// <summary>The element <c>progress</c>.</summary>
    public static dynamic progress { get; } = new PocketView("progress");

    /// <summary>The element <c>q</c>.</summary>
    public static dynamic q { get; } = new PocketView("q");

    /// <summary>The element <c>s</c>.</summary>
    public static dynamic s { get; } = new PocketView("s");

    /// <summary>The element <c>samp</c>.</summary>
    public static dynamic samp { get; } = new PocketView("samp");

    /// <summary>The element <c>script</c>.</summary>
    public static dynamic script { get; } = new PocketView("script");

    /// <summary>The element <c>section</c>.</summary>
    public static dynamic section { get; } = new PocketView("section");

    /// <summary>The element <c>select</c>.</summary>
    public static dynamic select { get; } = new PocketView("select");

    /// <summary>The element <c>small</c>.</summary>
    public static dynamic small { get; } = new PocketView("small");

    /// <summary>The element <c>source</c>.</summary>
    public static dynamic source { get; } = new PocketView("source");

    /// <summary>The element <c>span</c>.</summary>
    public static dynamic span { get; } = new PocketView("span");

    /// <summary>The element <c>strong</c>.</summary>
    public static dynamic strong { get; } = new PocketView("strong");

    /// <summary>The element <c>style</c>.</summary>
    public static dynamic style { get; } = new PocketView("style");

    /// <summary>The element <c>sub</c>.</summary>
    public static dynamic sub { get; } = new PocketView("sub");

    /// <summary>The element <c>summary</c>.</summary>
    public static dynamic summary { get; } = new PocketView("summary");

    /// <summary>The element <c>sup</c>.</summary>
    public static dynamic sup { get; } = new PocketView("sup");

    /// <summary>The element <c>svg</c>.</summary>
    public static dynamic svg { get; } = new PocketView("svg");

    /// <summary>The element <c>table</c>.</summary>
    public static dynamic table { get; } = new PocketView("table");

    /// <summary>The element <c>tbody</c>.</summary>
    public static dynamic tbody { get; } = new PocketView("tbody");

    /// <summary>The element <c>td</c>.</summary>
    public static dynamic td { get; } = new PocketView("td");

    /// <summary>The element <c>textarea</c>.</summary>
    public static dynamic textarea { get; } = new PocketView("textarea");

    /// <summary>The element <c>tfoot</c>.</summary>
    public static dynamic tfoot { get; } = new PocketView("tfoot");

    /// <summary>The element <c>th</c>.</summary>
    public static dynamic th { get; } = new PocketView("th");

    /// <summary>The element <c>thead</c>.</summary>
    public static dynamic thead { get; } = new PocketView("thead");

    /// <summary>The element <c>time</c>.</summary>
    public static dynamic time { get; } = new PocketView("time");

    /// <summary>The element <c>title</c>.</summary>
    public static dynamic title { get; } = new PocketView("title");

    /// <summary>The element <c>tr</c>.</summary>
    public static dynamic tr { get; } = new PocketView("tr");

    /// <summary>The element <c>u</c>.</summary>
    public static dynamic u { get; } = new PocketView("u");

    /// <summary>The element <c>ul</c>.</summary>
    public static dynamic ul { get; } = new PocketView("ul");

    /// <summary>The element <c>var</c>.</summary>
    public static dynamic var { get; } = new PocketView("var");

    /// <summary>The element <c>video</c>.</summary>
    public static dynamic video { get; } = new PocketView("video");
}
