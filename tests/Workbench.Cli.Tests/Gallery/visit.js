// Visits pages in frames of a laptop's and a phone's width, draws their figures, switches the colours, uses the filters, and says what is wrong.
// `input` is { pages: [path…], axe: path }; the answer is a list of complaints.
async () => {
  const complaints = [];
  const wait = ms => new Promise(done => setTimeout(done, ms));

  async function until(what, holds) {
    for (let i = 0; i < 4000; i++) {
      if (holds()) return true;
      await wait(50);
    }
    complaints.push(`never: ${what}`);
    return false;
  }

  function open(page, width) {
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.style.cssText = `width:${width}px;height:900px;border:0;display:block`;
    return new Promise(done => { frame.onload = () => done(frame); frame.src = page; });
  }

  function run(frame, address) {
    const script = frame.contentDocument.createElement("script");
    script.nonce = frame.contentDocument.querySelector("script[nonce]").nonce;
    return new Promise((done, failed) => { script.onload = done; script.onerror = failed; script.src = address; frame.contentDocument.head.append(script); });
  }

  async function figures(page, frame) {
    const inside = frame.contentDocument;
    const wanted = inside.querySelectorAll("body > script[type='application/json']").length;
    if (!wanted) return;
    frame.contentWindow.dispatchEvent(new Event("beforeprint"));
    frame.contentWindow.dispatchEvent(new Event("afterprint"));
    if (!await until(`figures of ${page}`, () => inside.documentElement.dataset.figures === "drawn")) return;
    const hosts = [...inside.querySelectorAll("div.figure")];
    const drawn = hosts.filter(host => host.querySelector(".main-svg")).length;
    if (drawn !== wanted) complaints.push(`${page}: ${drawn} of ${wanted} figures drawn: ${hosts.map(host => host.textContent).filter(text => text.includes("cannot")).join()}`);
  }

  function overflow(page, frame, width) {
    const root = frame.contentDocument.documentElement;
    if (root.scrollWidth <= root.clientWidth) return;
    const wide = [...frame.contentDocument.querySelectorAll("main *")].find(element => element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest(".scroll, pre, .figure, .formula, .html, .strip, svg"));
    complaints.push(`${page} at ${width}: ${root.scrollWidth} wide in ${root.clientWidth}, by ${wide?.outerHTML.slice(0, 200)}`);
  }

  // The marks inside a plot are thousands, and axe has nothing to say about them.
  async function accessibility(page, frame, where, rules) {
    const { violations } = await frame.contentWindow.axe.run({ include: [["html"]], exclude: [[".main-svg"]] }, { preload: false, resultTypes: ["violations"], ...rules && { runOnly: rules } });
    for (const { id, impact, nodes } of violations.filter(violation => ["serious", "critical"].includes(violation.impact)))
      complaints.push(`${page} ${where}: ${impact} ${id}, ${nodes.length} times, first ${nodes[0].html.slice(0, 300)}: ${nodes[0].failureSummary}`);
  }

  function filter(page, frame) {
    const form = frame.contentDocument.querySelector("form.filters");
    if (!form) return;
    const rows = [...frame.contentDocument.querySelectorAll(".ledger tbody tr")];
    const visible = () => rows.filter(row => row.getClientRects().length > 0);
    const type = (field, value) => { field.value = value; field.dispatchEvent(new frame.contentWindow.Event("input", { bubbles: true })); };
    for (const select of form.querySelectorAll("select")) {
      for (const option of [...select.options].filter(option => option.value)) {
        type(select, option.value);
        const expected = rows.filter(row => row.dataset[select.name] === option.value);
        const seen = visible();
        if (!expected.length || expected.length !== seen.length || expected.some((row, i) => row !== seen[i])) complaints.push(`${page}: filter ${select.name} = ${option.value} shows ${seen.length} rows, not ${expected.length}`);
        if (!form.querySelector(".count").textContent.includes(`${rows.length} rows`)) complaints.push(`${page}: no count`);
      }
      type(select, "");
    }
    const id = rows[0].querySelector(".id").textContent;
    type(form.elements.text, id.toLowerCase());
    if (!visible().includes(rows[0]) || visible().length === rows.length) complaints.push(`${page}: searching ${id} shows ${visible().length} of ${rows.length} rows`);
    if (!frame.contentWindow.location.hash.includes(id.toLowerCase())) complaints.push(`${page}: the address does not keep the filter`);
    type(form.elements.text, "no such words anywhere");
    if (visible().length) complaints.push(`${page}: nonsense is found`);
    type(form.elements.text, "");
    if (visible().length !== rows.length) complaints.push(`${page}: not all rows come back`);
  }

  let theme = null;
  for (const page of input.pages) {
    const frame = await open(page, 1280);
    const root = frame.contentDocument.documentElement;
    if (theme && root.dataset.theme !== theme) complaints.push(`${page}: the colours chosen before are not kept`);
    await figures(page, frame);
    filter(page, frame);
    overflow(page, frame, 1280);
    await run(frame, input.axe);
    await accessibility(page, frame, `wide ${root.dataset.theme ?? "light"}`);
    const before = frame.contentWindow.getComputedStyle(frame.contentDocument.body).color;
    frame.contentDocument.querySelector("button.theme").click();
    theme = root.dataset.theme;
    if (frame.contentWindow.getComputedStyle(frame.contentDocument.body).color === before) complaints.push(`${page}: the colours do not change`);
    // Without a window that is painted, nobody tells the page.
    frame.style.width = "360px";
    frame.contentWindow.dispatchEvent(new Event("resize"));
    await wait(1000);
    overflow(page, frame, 360);
    await accessibility(page, frame, `narrow ${theme}`, ["color-contrast", "scrollable-region-focusable"]);
    if (frame.contentWindow.hacked) complaints.push(`${page}: a foreign script ran`);
    frame.remove();
  }
  return JSON.stringify(complaints);
}
