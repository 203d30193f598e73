namespace Workbench.Notebooks.Tests.Html;

/// <summary>
/// Markup made to act. Where it runs it sets the global <c>hit</c> or opens a dialog, where it loads it asks 127.0.0.1:9, where it
/// gets out of its place it makes the page's body green.
/// </summary>
internal static class HostileMarkup
{
    private const string Run = "window.hit=1;alert(1)";
    private const string Address = "http://127.0.0.1:9/evil";

    public static readonly string[] All =
    [
        $"<script>{Run}</script>",
        $"<img src=x onerror=\"{Run}\">",
        $"<img src=\"{Address}\">",
        $"<img srcset=\"{Address} 1x\">",
        $"<svg onload=\"{Run}\"></svg>",
        $"<svg><script>{Run}</script></svg>",
        $"<svg><script href=\"data:text/javascript,{Run}\"></script></svg>",
        $"<svg><a xlink:href=\"javascript:{Run}\"><text y=20>x</text></a></svg>",
        $"<svg><animate attributeName=href values=\"javascript:{Run}\"/><a id=x><text>x</text></a></svg>",
        $"<svg><set attributeName=onload to=\"{Run}\"/></svg>",
        $"<svg><foreignObject><iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe></foreignObject></svg>",
        $"<svg><image href=\"{Address}\"/><use href=\"{Address}#a\"/><feImage href=\"{Address}\"/></svg>",
        $"<svg><rect fill=\"url({Address}#a)\" filter=\"url({Address}#b)\" width=9 height=9 /></svg>",
        $"<svg><style>@import '{Address}';</style></svg>",
        "<svg><style>} body { background: lime !important } x {</style></svg>",
        $"<svg></p><style><a id=\"</style><img src=1 onerror={Run}>\">",
        $"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={Run}&gt;\">",
        $"<math><annotation-xml encoding=\"text/html\"><script>{Run}</script></annotation-xml></math>",
        $"<math href=\"javascript:{Run}\">x</math>",
        $"<form><math><mtext></form><form><mglyph><style></math><img src onerror={Run}>",
        $"<noscript><p title=\"</noscript><img src=x onerror={Run}>\">",
        $"<template><img src=x onerror=\"{Run}\"></template>",
        $"<title><a title=\"</title><img src=x onerror={Run}>\">",
        $"<xmp><p title=\"</xmp><img src=x onerror={Run}>\">",
        $"<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe>",
        $"<iframe src=\"javascript:parent.hit=1\"></iframe>",
        $"<object data=\"data:text/html,<script>parent.hit=1</script>\"></object><embed src=\"{Address}\">",
        $"<base href=\"{Address}/\"><link rel=stylesheet href=\"{Address}\"><link rel=prefetch href=\"{Address}\">",
        $"<meta http-equiv=refresh content=\"0;url={Address}\">",
        $"<form action=\"{Address}\"><input type=submit autofocus onfocus=\"{Run}\"><button formaction=\"javascript:{Run}\">x</button></form>",
        $"<input type=image src=\"{Address}\"><input autofocus onfocus=\"{Run}\">",
        $"<a href=\"javascript:{Run}\">x</a><a href=\"java\nscript:{Run}\">y</a><a href=\" &#1;javascript:{Run}\">z</a><a href=\"data:text/html,<script>1</script>\">d</a><a href=\"vbscript:x\">v</a>",
        $"<a href=\"https://example.org\" ping=\"{Address}\" target=_blank>x</a>",
        $"<details open ontoggle=\"{Run}\"><summary>x</summary></details>",
        $"<video src=\"{Address}\" onerror=\"{Run}\"></video><audio src=\"{Address}\"></audio>",
        $"<body onload=\"{Run}\" background=\"{Address}\">",
        $"<div style=\"background:url({Address})\">x</div>",
        $"<div style=\"background:u\\72l({Address})\">x</div>",
        $"<div style=\"background:image-set('{Address}' 1x)\">x</div>",
        $"<style>body {{ background: url({Address}) }}</style>",
        $"<style>@import url({Address});</style>",
        $"<style>@font-face {{ font-family: e; src: url({Address}) }} p {{ font-family: e }}</style><p>x</p>",
        "<style>} body { background: lime !important } x {</style>",
        "<style>@scope { } } body { background: lime !important } x { y {</style>",
        "<style>a[b='</style><style>'] {} } body { background: lime !important } x {</style>",
        "<style>/* </style><style> */ } body { background: lime !important } x {</style>",
        "<style>html, body, :root { background: lime !important }</style>",
        $"<style><!-- </style><img src=x onerror=\"{Run}\"> --></style>",
        "<div id=Plotly></div><img name=currentScript id=document><div id=\"figure-1\"></div>",
        $"<portal src=\"{Address}\"></portal><frameset><frame src=\"{Address}\"></frameset>",
        $"<table background=\"{Address}\"><tr><td background=\"{Address}\">x</td></tr></table>",
        $"<!--><img src=x onerror=\"{Run}\">-->",
        $"<![CDATA[><img src=x onerror=\"{Run}\">]]>",
        $"<?xml-stylesheet href=\"{Address}\"?><p>x</p>",
        "<div style=\"position:fixed;inset:0;background:lime;z-index:9\">cover</div>",
    ];
}
