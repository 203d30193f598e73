"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const hovers = matchMedia("(hover: hover)");
  const figures = [];

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    return { text: colour("--text"), soft: colour("--soft"), grid: colour("--line"), surface: colour("--surface") };
  }

  // What a figure leaves open follows the page; what it sets itself stays, but for backgrounds and the colour of its text.
  function layoutFor(figure, host) {
    const layout = structuredClone(figure.layout ?? {});
    const { text, soft, grid, surface } = theme();
    layout.paper_bgcolor = "rgba(0,0,0,0)";
    layout.plot_bgcolor = "rgba(0,0,0,0)";
    layout.font = { ...layout.font, color: text };
    layout.font.family ??= "system-ui, sans-serif";
    layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: soft, activecolor: text, ...layout.modebar };
    layout.hoverlabel = { bgcolor: surface, bordercolor: grid, font: { color: text }, ...layout.hoverlabel };
    for (const key of Object.keys(layout).concat("xaxis", "yaxis").filter(key => /^[xy]axis\d*$/.test(key))) {
      layout[key] = { gridcolor: grid, zerolinecolor: grid, linecolor: grid, ...layout[key] };
    }
    fit(layout, host);
    return layout;
  }

  // A figure of fixed size shrinks with a narrow page, its height less than its width so that text keeps room;
  // panels side by side keep a readable width and scroll instead.
  function fit(layout, host) {
    const room = host.clientWidth;
    if (room < 560) layout.legend = { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", ...layout.legend };
    if (!layout.width) {
      layout.autosize = true;
      layout.height ??= Math.min(450, Math.max(300, Math.round(room * 0.6)));
    } else if (layout.width > room) {
      const columns = new Set(Object.keys(layout).filter(key => /^xaxis\d*$/.test(key) && layout[key].visible !== false).map(key => layout[key].domain?.[0] ?? 0)).size;
      const width = Math.max(room, Math.min(layout.width, 260 * columns));
      const scale = width / layout.width;
      layout.width = width;
      if (layout.height) layout.height = Math.round(layout.height * Math.sqrt(scale));
    }
  }

  function draw({ host, figure }) {
    return Plotly.react(host, figure.data ?? [], layoutFor(figure, host), {
      ...figure.config, responsive: !figure.layout?.width, displaylogo: false, displayModeBar: hovers.matches ? "hover" : false,
      showLink: false, showSendToCloud: false, plotlyServerURL: "", modeBarButtonsToRemove: ["select2d", "lasso2d"],
    });
  }

  async function drawAll() {
    for (const entry of figures) {
      try {
        await draw(entry);
      } catch (error) {
        entry.host.textContent = `This figure cannot be drawn: ${error}`;
      }
    }
    document.documentElement.dataset.figures = "drawn";
  }

  for (const host of document.querySelectorAll("main > section.code > .outputs > div.figure")) {
    const data = document.querySelector(`body > script#${host.id}-data`);
    if (data) figures.push({ host, figure: JSON.parse(data.textContent) });
  }
  let pending = 0;
  const again = () => { clearTimeout(pending); pending = setTimeout(drawAll, 150); };
  dark.addEventListener("change", again);
  addEventListener("resize", again);
  drawAll();
})();
