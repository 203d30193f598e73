using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Plots;

namespace Workbench.Tests.Plots;

/// <summary>All sample figures as plotly draws them, seen from inside the browser; one start of Chromium for all.</summary>
public sealed class DrawnFigures
{
    private const string Script = """
        async () => {
          const messages = [];
          for (const level of ["error", "warn", "log"]) console[level] = (...words) => messages.push(words.join(" "));
          window.onerror = message => { messages.push(String(message)); };
          const texts = (gd, selector) => [...gd.querySelectorAll(selector)].map(e => e.textContent.replaceAll("\u200b", "")).filter(t => t.trim());
          const shown = e => e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) > 2 && getComputedStyle(e).opacity > 0;
          async function draw(f) {
            const gd = document.body.appendChild(document.createElement("div"));
            await Plotly.newPlot(gd, f.data, f.layout);
            await Plotly.addFrames(gd, f.frames ?? []);
            return gd;
          }
          async function look(f) {
            messages.length = 0;
            const complaints = (Plotly.validate(f.data, f.layout) || []).map(p => p.msg);
            const gd = await draw(f);
            const frame = gd.getBoundingClientRect();
            const size = { width: f.layout.width ?? 700, height: f.layout.height ?? 450 };
            const boxes = [...gd.querySelectorAll("svg text")].filter(shown).map(e => ({ text: e.textContent, tick: !!e.closest(".xtick, .ytick"), r: e.getBoundingClientRect() }));
            const clipped = boxes.filter(({ r }) => r.left < frame.left - 1 || r.top < frame.top - 1 || r.right > frame.left + size.width + 1 || r.bottom > frame.top + size.height + 1).map(b => b.text);
            const overlaps = [];
            for (const [i, a] of boxes.entries())
              for (const b of boxes.slice(i + 1)) {
                const across = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left), down = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
                if (across > 1 && down > 4) overlaps.push(`'${a.text}' over '${b.text}'`);
              }
            // A point of every trace is hovered; heat maps in their middle.
            const hovers = [];
            for (const [c, trace] of gd._fullData.entries()) {
              if (trace.hoverinfo === "skip" || trace.type === "image") continue;
              const subplot = trace.xaxis + trace.yaxis, { xaxis, yaxis } = gd._fullLayout._plots[subplot];
              const k = (trace.x ?? []).findIndex((x, i) => x != null && trace.y[i] != null);
              if (trace.type !== "heatmap" && k < 0) continue;
              Plotly.Fx.hover(gd, trace.type === "heatmap" ? { xpx: xaxis._length / 2, ypx: yaxis._length / 2 } : [{ curveNumber: c, pointNumber: k }], subplot);
              await new Promise(done => setTimeout(done, 60));
              hovers.push([...gd.querySelectorAll(".hoverlayer .hovertext text")].map(e => [...e.querySelectorAll("tspan.line")].map(l => l.textContent).join("; ") || e.textContent).filter(t => t).join("; "));
            }
            const still = Object.fromEntries(Object.entries(f.layout).filter(([key]) => key !== "updatemenus" && key !== "sliders"));
            const url = f.layout.width ? await Plotly.toImage({ data: f.data, layout: still }, { format: "png", ...size }) : ",";
            const seen = {
              Complaints: complaints, Clipped: clipped, Overlaps: overlaps,
              Traces: gd.querySelectorAll(".scatterlayer .trace, .barlayer .trace, .heatmaplayer .hm, .imagelayer .im").length,
              Titles: texts(gd, ".gtitle, .g-xtitle text, .g-ytitle text, [class*='g-x'] text[class$='title'], [class*='g-y'] text[class$='title']"),
              Legend: texts(gd, ".legend .legendtext"), Messages: [...messages], Hovers: hovers, Png: url.slice(url.indexOf(",") + 1),
            };
            Plotly.purge(gd);
            gd.remove();
            return seen;
          }
          const figures = [];
          for (const f of input.figures) figures.push(await look(f));
          const wrong = await look(input.wrong);
          const gd = await draw(input.moving);
          const at = async name => { await Plotly.animate(gd, [name], { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } }); return gd._fullData[0].x[0]; };
          return JSON.stringify({ Figures: figures, Wrong: wrong, First: await at("0"), Last: await at("1") });
        }
        """;

    private readonly Lazy<Answer> _answer = new(() => JsonSerializer.Deserialize<Answer>(ChromiumPage.Run(
        "{\"figures\":[" + string.Join(',', SampleFigures.All.Values.Select(f => f.ToJson())) + "],\"moving\":" + Plot.Animation(Path).ToJson()
        + ",\"wrong\":{\"data\":[{\"type\":\"scatter\",\"colour\":\"red\"}],\"layout\":{}}}",
        Script, null, TimeSpan.FromMinutes(3)))!);

    /// <summary>What was drawn of each sample.</summary>
    internal IReadOnlyDictionary<string, Seen> Figures => SampleFigures.All.Keys.Zip(_answer.Value.Figures).ToDictionary(p => p.First, p => p.Second);

    /// <summary>What was drawn of a figure with an attribute that plotly does not know.</summary>
    internal Seen Wrong => _answer.Value.Wrong;

    /// <summary>Where the first point of <see cref="Path"/> is drawn at t = 0 and at t = 1.</summary>
    internal (double First, double Last) Moved => (_answer.Value.First, _answer.Value.Last);

    /// <summary>One point that moves from -1 to 3.</summary>
    internal static float[,,] Path { get; } = new float[,,] { { { -1, 0 } }, { { 0.5f, 1 } }, { { 3, 0 } } };

    private sealed record Answer(Seen[] Figures, Seen Wrong, double First, double Last);

    /// <summary>One figure as the browser has it.</summary>
    internal sealed record Seen(
        string[] Complaints, string[] Clipped, string[] Overlaps, int Traces, string[] Titles, string[] Legend, string[] Messages, string[] Hovers,
        [property: JsonPropertyName("Png")] string PngText)
    {
        [JsonIgnore]
        public byte[] Png => Convert.FromBase64String(PngText);
    }
}
