"use strict";
(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const rows = all(".row.link");
  const others = all(".row:not(.link)");
  const filter = find("#filter"), search = find("#search"), inline = find("#inline");
  const minor = find("#minor"), count = find("#count"), keys = find("#keys");
  const texts = new Map(rows.map((row) => [row, textOf(row)]));

  function textOf(row) {
    return all(".cell .text, .cite a", row).map((e) => e.textContent).join(" ").toLowerCase();
  }

  function narrow() {
    const wanted = filter.value, words = search.value.trim().toLowerCase();
    const fits = (row) =>
      (!wanted || row.dataset.relation === wanted || row.dataset.shape.split(" ").includes(wanted)) &&
      (!words || texts.get(row).includes(words));
    for (const row of rows) row.hidden = !fits(row);
    for (const row of others) row.hidden = Boolean(wanted || words);
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = wanted || words ? `${shown} of ${rows.length} passages` : "";
  }

  function widen() {
    filter.value = search.value = "";
    narrow();
  }

  function show(view) {
    const here = current();
    root.dataset.view = view;
    inline.checked = view === "inline";
    if (here) here.scrollIntoView({ block: "start", behavior: "auto" });
  }

  const visible = () => rows.filter((row) => !row.hidden);

  function current() {
    const focused = document.activeElement && document.activeElement.closest(".row.link");
    if (focused) return focused;
    if (scrollY < find("#comparison").offsetTop - innerHeight) return null;
    return visible().find((row) => row.getBoundingClientRect().bottom > 80) || null;
  }

  function go(row) {
    if (!row) return;
    const paragraph = find(".paragraph", row);
    try {
      history.replaceState(null, "", `#${paragraph ? paragraph.id : row.id}`);
    } catch { /* some browsers keep the address of local files to themselves */ }
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "start" });
  }

  function step(by) {
    const list = visible(), here = current();
    go(here ? list[list.indexOf(here) + by] : list[0]);
  }

  function otherEnd() {
    const target = location.hash && find(`[id="${CSS.escape(location.hash.slice(1))}"]`);
    const place = target && target.closest(".signpost");
    const link = find(".other-end", place || current() || document.createElement("i"));
    if (link) link.click();
  }

  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const row = target && target.closest(".row");
    if (row && row.hidden) {
      widen();
      target.scrollIntoView();
    }
    if (row && row.matches(".link")) row.focus({ preventScroll: true });
  }

  const actions = {
    j: () => step(1),
    k: () => step(-1),
    m: otherEnd,
    i: () => show(root.dataset.view === "inline" ? "side" : "inline"),
    "/": () => search.focus(),
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  async function copy(button, paragraph) {
    const side = paragraph.id[0];
    const pinpoint = find(".cite a", paragraph).textContent.split(" ").pop();
    const words = `${find("main").dataset[side === "a" ? "citeA" : "citeB"]}, ${pinpoint} (editorial numbering)`;
    try {
      await navigator.clipboard.writeText(words);
      button.textContent = "Copied";
    } catch {
      button.textContent = words;
    }
  }

  for (const paragraph of all(".paragraph")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy citation";
    button.addEventListener("click", () => copy(button, paragraph));
    find(".cite", paragraph).append(button);
  }

  filter.addEventListener("change", narrow);
  search.addEventListener("input", narrow);
  inline.addEventListener("change", () => show(inline.checked ? "inline" : "side"));
  minor.addEventListener("change", () => { root.dataset.minor = minor.checked ? "on" : "off"; });
  find("#help").addEventListener("click", () => keys.showModal());
  addEventListener("hashchange", reveal);
  find(".tools").hidden = false;
  reveal();
})();
