// Draws figures (application/vnd.plotly.v1+json) in JupyterLab 4 and Jupyter Notebook 7, with the plotly.js that lies beside this file.
// A container of a prebuilt extension, as JupyterLab loads them: init receives the modules that the application shares, get gives ours.
(() => {
  "use strict";
  const NAME = "workbench-plotly";
  const MIME = "application/vnd.plotly.v1+json";
  const address = new URL("plotly.min.js", document.currentScript.src).href;
  let shared;

  let fetched;
  const library = () => window.Plotly ? Promise.resolve() : fetched ??= new Promise((found, missing) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = found;
    script.onerror = () => { fetched = undefined; missing(new Error("plotly.js is not there")); };
    document.head.append(script);
  });

  // The application's own copy of a module: two copies of the widgets' base class would not know each other.
  async function use(name) {
    const versions = shared?.[name] ?? {};
    const [newest] = Object.keys(versions).sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
    if (!newest) throw new Error(`${NAME}: the application does not share ${name}`);
    const factory = await versions[newest].get();
    return factory();
  }

  async function extension() {
    const { Widget } = await use("@lumino/widgets");

    class Figure extends Widget {
      constructor() {
        super();
        this.addClass("jp-RenderedPlotly");
        this.host = document.createElement("div");
        this.node.append(this.host);
        this.node.style.overflow = "auto";
      }

      async renderModel(model) {
        const figure = model.data[MIME];
        try {
          await library();
          await Plotly.react(this.host, {
            data: figure.data ?? [], layout: figure.layout ?? {}, frames: figure.frames ?? [],
            config: { ...figure.config, responsive: !figure.layout?.width, displaylogo: false, showLink: false, showSendToCloud: false, plotlyServerURL: "" },
          });
          this.drawn = true;
        } catch (error) {
          this.host.textContent = `This figure cannot be drawn: ${error}`;
        }
      }

      onAfterShow() { this.fit(); }

      onResize() { this.fit(); }

      fit() {
        if (this.drawn && this.isVisible && !this.host.layout?.width) Plotly.Plots.resize(this.host);
      }

      dispose() {
        if (!this.isDisposed && this.drawn) Plotly.purge(this.host);
        super.dispose();
      }
    }

    return {
      id: `${NAME}:factory`,
      description: "Draws Plotly figures.",
      rendererFactory: { safe: true, mimeTypes: [MIME], defaultRank: 40, createRenderer: () => new Figure() },
      rank: 0,
      dataType: "json",
    };
  }

  (window._JUPYTERLAB ??= {})[NAME] = {
    init(modules) {
      shared = modules;
    },
    async get(module) {
      if (module !== "./mimeExtension") throw new Error(`${NAME} has no module ${module}`);
      const plugin = await extension();
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
