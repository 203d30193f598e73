"use strict";
// The theme is set before the first paint; everything else waits for the document.
(() => {
  const root = document.documentElement;
  const kept = "workbench-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");

  // A page from a file may not be allowed to remember.
  function remembered() { try { return localStorage.getItem(kept); } catch { return null; } }
  function remember(theme) { try { localStorage.setItem(kept, theme); } catch { /* then only for this page */ } }

  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const theme = remembered();
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;

  function themeButton() {
    const button = document.querySelector("button.theme");
    const show = () => { button.textContent = isDark() ? "Light" : "Dark"; button.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`); };
    button.hidden = false;
    button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; remember(root.dataset.theme); show(); });
    system.addEventListener("change", show);
    show();
  }

  // The ledger's filters; their state is the address's fragment, so that a filtered ledger can be linked to.
  function filters() {
    const form = document.querySelector("form.filters");
    if (!form) return;
    const rows = [...document.querySelectorAll(".ledger tbody tr")].map(row => ({ row, text: `${row.textContent} ${row.dataset.words}`.toLowerCase() }));
    const fields = [...form.elements].filter(field => field.name);

    function apply() {
      const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { row, text } of rows) {
        row.hidden = !fields.every(({ name, value }) => name === "text" || !value || row.dataset[name] === value) || !words.every(word => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      const isAll = shown === rows.length;
      form.querySelector(".count").textContent = `${isAll ? "All" : shown + " of"} ${rows.length} rows`;
      form.querySelector("button").hidden = fields.every(field => !field.value);
    }

    function read() {
      const asked = new URLSearchParams(location.hash.slice(1));
      if (!fields.some(field => asked.has(field.name))) return;
      for (const field of fields) field.value = asked.get(field.name) ?? "";
      for (const field of fields) if (field.selectedIndex === -1) field.value = "";
      apply();
      document.getElementById("ledger").scrollIntoView();
    }

    function write() {
      const asked = new URLSearchParams(fields.filter(field => field.value).map(field => [field.name, field.value]));
      history.replaceState(null, "", `#${asked}`);
      apply();
    }

    form.hidden = false;
    form.addEventListener("input", write);
    form.addEventListener("reset", () => setTimeout(write));
    form.addEventListener("submit", event => event.preventDefault());
    addEventListener("hashchange", read);
    apply();
    read();
  }

  // What scrolls can be reached and scrolled from the keyboard.
  function scrollers() {
    for (const box of document.querySelectorAll(".scroll, pre, .formula, .html, .html table, .html div[style]")) {
      const { overflowX, overflowY } = getComputedStyle(box);
      const isOver = (overflow, content, room) => content > room && (overflow === "auto" || overflow === "scroll");
      if (isOver(overflowX, box.scrollWidth, box.clientWidth) || isOver(overflowY, box.scrollHeight, box.clientHeight)) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  // Paper has no folds.
  function unfold() {
    const closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach(part => { part.open = true; });
    addEventListener("afterprint", () => closed.forEach(part => { part.open = false; }), { once: true });
  }

  document.addEventListener("DOMContentLoaded", () => {
    themeButton();
    filters();
    scrollers();
    addEventListener("resize", scrollers);
    document.addEventListener("toggle", scrollers, true);
    addEventListener("beforeprint", unfold);
  });
})();
