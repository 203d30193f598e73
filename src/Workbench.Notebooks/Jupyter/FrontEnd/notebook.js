// Draws figures (application/vnd.plotly.v1+json) in Jupyter Notebook 6, with the plotly.js that lies beside this file.
define(["base/js/namespace", "base/js/events", "notebook/js/outputarea", "module"], (Jupyter, events, outputarea, module) => {
  "use strict";
  const { OutputArea } = outputarea;
  const MIME = "application/vnd.plotly.v1+json";

  let fetched;
  const library = () => window.Plotly ? Promise.resolve() : fetched ??= new Promise((found, missing) => {
    const script = document.createElement("script");
    script.src = requirejs.toUrl(module.id.replace(/[^/]*$/, "plotly.min.js"));
    script.onload = found;
    script.onerror = () => { fetched = undefined; missing(new Error("plotly.js is not there")); };
    document.head.append(script);
  });

  async function draw(host, figure) {
    try {
      await library();
      await Plotly.newPlot(host, {
        data: figure.data ?? [], layout: figure.layout ?? {}, frames: figure.frames ?? [],
        config: { ...figure.config, responsive: !figure.layout?.width, displaylogo: false, showLink: false, showSendToCloud: false, plotlyServerURL: "" },
      });
    } catch (error) {
      host.textContent = `This figure cannot be drawn: ${error}`;
    }
  }

  function append(figure, metadata, element) {
    const area = this.create_output_subarea(metadata, "output_plotly", MIME);
    const host = document.createElement("div");
    // Keys pressed in a figure are not commands to the notebook.
    this.keyboard_manager.register_events(area);
    area.append(host);
    element.append(area);
    area.one("remove", () => window.Plotly?.purge(host));
    // Its size is known only once it is on the page.
    setTimeout(() => draw(host, figure), 0);
    return area;
  }

  // The notebook may have been shown before this file came: then its figures stand there as text.
  function redraw() {
    for (const { output_area: area } of Jupyter.notebook.get_cells()) {
      const outputs = area?.outputs ?? [];
      if (!outputs.some(output => output.data?.[MIME]) || area.element.find(".output_plotly").length) continue;
      const { trusted, collapsed, scroll_state } = area;
      area.clear_output(false, true);
      area.trusted = trusted;
      area.fromJSON(outputs, { collapsed, scrolled: scroll_state });
    }
  }

  function load_ipython_extension() {
    // A figure is data; plotly.js sanitises the little markup that its texts may hold.
    OutputArea.prototype.register_mime_type(MIME, append, { safe: true, index: 0 });
    if (Jupyter.notebook._fully_loaded) redraw(); else events.one("notebook_loaded.Notebook", redraw);
  }

  return { load_ipython_extension };
});
