"use strict";
(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const main = find("main"), body = find(".rows tbody"), head = find(".rows thead tr");
  const rows = all("tr", body), count = find("#count"), keys = find("#keys");
  const show = find("#show"), search = find("#search"), shortcuts = find("#shortcuts");
  const panel = find(".panel"), gaps = find("#gaps");
  const orders = JSON.parse(find("#orders").textContent);
  const against = all("[name=against]"), bases = all("[name=base]");
  const numbers = bases.map((e) => Number(e.value));
  const byNumber = new Map(rows.map((row) => [Number(row.id.slice(4)), row]));
  const texts = new Map();
  const first = bases.find((e) => e.defaultChecked).value;
  let place = "", here = null;

  const chosen = (group) => group.find((e) => e.checked);
  const visible = () => all("tr", body).filter((row) => !row.hidden);

  function textOf(row) {
    if (!texts.has(row)) {
      const copy = row.cloneNode(true);
      for (const e of all("del, .r, .also, .vh", copy)) e.remove();
      texts.set(row, copy.textContent.replace(/\s+/g, " ").toLowerCase());
    }
    return texts.get(row);
  }

  function order() {
    const base = chosen(bases);
    body.append(...orders[base.value].map((number) => byNumber.get(number)));
    find("#order").textContent = main.dataset.order.replace("{base}", base.dataset.name);
  }

  function narrow() {
    const phrase = search.value.trim().toLowerCase();
    for (const row of rows)
      row.hidden =
        Boolean(show.value && !row.dataset.kinds.split(" ").includes(show.value)) ||
        Boolean(phrase && !textOf(row).includes(phrase));
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = shown < rows.length || phrase || show.value
      ? main.dataset.count.replace("{n}", shown).replace("{total}", rows.length)
      : "";
  }

  const columns = () => all("[data-column]", head).map((e) => Number(e.dataset.column));

  function arrange(wanted) {
    if (wanted.join() === columns().join()) return;
    for (const line of [head, ...rows]) line.append(...wanted.map((n) => find(`.c${n}`, line)));
    panel.append(...wanted.map((n) => find(`[data-column="${n}"]`, panel)));
  }

  function move(number, by) {
    const wanted = columns(), at = wanted.indexOf(number), to = at + by;
    if (to < 0 || to >= wanted.length) return;
    [wanted[at], wanted[to]] = [wanted[to], wanted[at]];
    arrange(wanted);
    remember();
  }

  /* the address: #row-12?against=base&base=3&hidden=1,2 */
  function remember() {
    const held = new URLSearchParams();
    const now = chosen(against).id.slice(8), hidden = numbers.filter((n) => !find(`#column-${n}`).checked);
    if (now !== "before") held.set("against", now);
    if (chosen(bases).value !== first) held.set("base", chosen(bases).value);
    if (!gaps.checked) held.set("gaps", "off");
    if (hidden.length) held.set("hidden", hidden.join());
    if (columns().join() !== numbers.join()) held.set("order", columns().join());
    if (show.value) held.set("show", show.value);
    if (search.value.trim()) held.set("search", search.value.trim());
    if (!shortcuts.checked) held.set("keys", "off");
    const query = held.toString().replaceAll("%2C", ",");
    const address = `#${place}${query ? `?${query}` : ""}`;
    if (address === (location.hash || "#")) return;
    try {
      history.replaceState(null, "", address);
    } catch { /* some browsers keep the address of local files to themselves */ }
  }

  function restore() {
    const [passage, query] = location.hash.slice(1).split(/\?(.*)/s);
    place = decode(passage);
    if (query !== undefined) {
      const held = new URLSearchParams(query);
      const mode = ["base", "nothing"].find((n) => n === held.get("against")) || "before";
      find(`#against-${mode}`).checked = true;
      (bases.find((e) => e.value === held.get("base")) || bases.find((e) => e.value === first)).checked = true;
      gaps.checked = held.get("gaps") !== "off";
      const hidden = (held.get("hidden") || "").split(",");
      for (const n of numbers) find(`#column-${n}`).checked = !hidden.includes(String(n));
      const wanted = (held.get("order") || "").split(",").map(Number);
      arrange([...numbers].sort((a, b) => a - b).join() === [...wanted].sort((a, b) => a - b).join() ? wanted : numbers);
      show.value = held.get("show") || "";
      if (show.selectedIndex < 0) show.value = "";
      search.value = held.get("search") || "";
      shortcuts.checked = held.get("keys") !== "off";
    }
    if (chosen(bases).value !== first || query !== undefined) order();
    narrow();
    reveal();
    remember();
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /* into sight; a pane of its own comes as a whole, under the bar */
  function bring(element) {
    element.scrollIntoView({ block: "start" });
    if (find(".wide")) scrollBy(0, find(".scroll").getBoundingClientRect().top - find("nav.bar").offsetHeight);
  }

  function reveal() {
    const target = place && document.getElementById(place), row = target && target.closest(".rows tbody tr");
    mark(row);
    if (!row) return;
    if (row.hidden) {
      show.value = search.value = "";
      narrow();
    }
    row.focus({ preventScroll: true });
    bring(target);
  }

  function mark(row) {
    if (here) here.classList.remove("here");
    here = row || null;
    if (here) here.classList.add("here");
  }

  function current() {
    if (here && !here.hidden) return here;
    return visible().find((row) => row.getBoundingClientRect().bottom > 130);
  }

  function go(row) {
    if (!row) return;
    place = row.id;
    mark(row);
    remember();
    row.focus({ preventScroll: true });
    bring(row);
  }

  function step(by) {
    const list = visible(), at = list.indexOf(here);
    go(at < 0 ? list[0] : list[at + by]);
  }

  function next(group) {
    group[(group.indexOf(chosen(group)) + 1) % group.length].click();
  }

  const actions = {
    j: () => step(1),
    k: () => step(-1),
    a: () => next(against),
    b: () => next(bases),
    "/": () => search.focus(),
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    const details = find(".filters");
    if (event.key === "Escape" && details.open) {
      details.open = false;
      return find("summary", details).focus();
    }
    if (event.target.matches("input:not([type=checkbox], [type=radio]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = shortcuts.checked && actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  for (const e of bases)
    e.addEventListener("change", () => {
      const kept = current();
      order();
      remember();
      if (kept && scrollY > find("#rows").offsetTop) bring(kept);
    });
  for (const e of [...against, gaps, shortcuts, ...numbers.map((n) => find(`#column-${n}`))])
    e.addEventListener("change", remember);
  for (const e of all("[data-column]", panel)) {
    const number = Number(e.dataset.column);
    const shift = (button, by) =>
      find(button, e).addEventListener("click", (event) => { move(number, by); event.target.focus(); });
    shift(".earlier", -1);
    shift(".later", 1);
  }
  show.addEventListener("change", () => { narrow(); remember(); });
  search.addEventListener("input", () => { narrow(); remember(); });
  find("#help").addEventListener("click", () => keys.showModal());
  document.addEventListener("click", (event) => {
    const details = find(".filters");
    if (details.open && !details.contains(event.target)) details.open = false;
  });
  addEventListener("hashchange", restore);
  for (const e of all(".script")) e.hidden = false;
  root.dataset.script = "on";
  /* The heads stick under the bar, and what is jumped to stands under both. Not by a variable,
     nor by padding of the page: the one would have all of it styled anew, the other makes it
     scroll when something in the bar is reached by key. */
  const pane = find(".scroll"), wide = find(".wide") !== null, sheet = document.styleSheets[0];
  const target = sheet.cssRules[sheet.insertRule(".rows :is(tr, .paragraph) {}", sheet.cssRules.length)];
  const sticking = (e) => (getComputedStyle(e).position === "sticky" ? e.offsetHeight : 0);
  function measure() {
    const bar = sticking(find("nav.bar")), heads = all("th", head), height = sticking(heads[0]);
    target.style.scrollMarginTop = `${(wide ? 0 : bar) + height}px`;
    if (wide) pane.style.maxHeight = height ? `calc(100vh - ${bar + 16}px)` : "";
    else for (const e of heads) e.style.top = `${bar}px`;
  }
  new ResizeObserver(measure).observe(find("nav.bar"));
  measure();
  restore();
  if (wide) addEventListener("load", reveal); /* after the browser's own jump */
})();
