"use strict";
// Draws the figures of a page. plotly.js is either on the page already, and all are drawn at once; or the script element says where it lies
// (data-plotly), and it is fetched and each figure drawn when it comes near the window. Until then its picture stands there.
(() => {
  const { nonce, dataset: { plotly: address } } = document.currentScript;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const hovers = matchMedia("(hover: hover)");
  const figures = [];

  // The page's colours as the browser resolves them, however they are written.
  function theme() {
    const probe = document.body.appendChild(document.createElement("span"));
    const colour = name => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
    const found = { text: colour("--text"), soft: colour("--soft"), grid: colour("--line"), surface: colour("--surface") };
    probe.remove();
    return found;
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
    if (layout.width < figure.layout.width) makeRoom(layout, figure);
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

  // A legend above the axes takes more rows in a narrow figure; without more room it would lie over the title.
  function makeRoom(layout, { data = [] }) {
    const entries = new Set(data.filter(trace => trace.name && trace.showlegend !== false).map(trace => trace.legendgroup ?? trace.name)).size;
    if (layout.showlegend === false || entries < 2 || !layout.height || layout.legend?.orientation !== "h" || !(layout.legend.y > 1)) return;
    const before = layout.margin?.t ?? 80;
    const rows = Math.ceil(entries / Math.max(1, Math.floor((layout.width - 80) / 120)));
    const above = (layout.legend.y - 1) * (layout.height - before - (layout.margin?.b ?? 80));
    const top = Math.max(before, Math.round(28 * rows + above + (layout.title?.text ? 40 : 10)));
    layout.margin = { ...layout.margin, t: top };
    layout.height += top - before;
    if (layout.title?.text) layout.title = { ...layout.title, y: 1 - 12 / layout.height };
  }

  // An element of an output may bear the library's name, and then be found under it.
  const isThere = () => typeof window.Plotly?.react === "function";

  let fetched;
  const library = () => isThere() ? undefined : fetched ??= new Promise((found, missing) => {
    const script = document.createElement("script");
    script.nonce = nonce;
    script.src = address;
    script.onload = found;
    script.onerror = () => missing(new Error("plotly.js is not there"));
    document.head.append(script);
  });

  async function draw(entry) {
    const { host, figure } = entry;
    try {
      await library();
      if (!entry.drawn) host.replaceChildren();
      entry.drawn = true;
      await Plotly.react(host, {
        data: figure.data ?? [], layout: layoutFor(figure, host), frames: figure.frames ?? [],
        config: {
          ...figure.config, responsive: !figure.layout?.width, displaylogo: false, displayModeBar: hovers.matches ? "hover" : false,
          showLink: false, showSendToCloud: false, plotlyServerURL: "", modeBarButtonsToRemove: ["select2d", "lasso2d"],
        },
      });
      // It can be scrolled from the keyboard where it is wider than its place.
      if (host.scrollWidth > host.clientWidth) host.tabIndex = 0;
    } catch (error) {
      const note = document.createElement("p");
      note.textContent = `This figure cannot be drawn: ${error}`;
      host.append(note);
    }
  }

  // One after the other, so that a page stays usable while it draws.
  let queue = Promise.resolve();
  function drawAll(wanted) {
    for (const entry of wanted) queue = queue.then(() => draw(entry));
    queue = queue.then(() => { if (figures.every(entry => entry.drawn)) document.documentElement.dataset.figures = "drawn"; });
  }

  // Hosts are told from content of outputs by where they stand.
  for (const host of document.querySelectorAll("main > section.code > .outputs > div.figure, main > section > figure.chart > div.figure, main > figure.chart > div.figure")) {
    const data = document.querySelector(`body > script#${host.id}-data`);
    if (data) figures.push({ host, figure: JSON.parse(data.textContent) });
  }

  if (isThere()) {
    drawAll(figures);
  } else {
    const near = new IntersectionObserver(entries => {
      const hosts = entries.filter(entry => entry.isIntersecting).map(entry => entry.target);
      hosts.forEach(host => near.unobserve(host));
      drawAll(figures.filter(entry => hosts.includes(entry.host)));
    }, { rootMargin: "600px" });
    figures.forEach(entry => near.observe(entry.host));
    addEventListener("beforeprint", () => drawAll(figures.filter(entry => !entry.drawn)));
  }

  let pending = 0;
  const again = () => { clearTimeout(pending); pending = setTimeout(() => drawAll(figures.filter(entry => entry.drawn)), 150); };
  dark.addEventListener("change", again);
  new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  addEventListener("resize", again);
})();
