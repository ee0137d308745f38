"use strict";
(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const main = find("main"), rowsBox = find(".rows"), count = find("#count"), keys = find("#keys");
  const rows = all(".row.link"), others = all(".row:not(.link)");
  const view = find("#view"), search = find("#search"), minor = find("#minor");
  const shortcuts = find("#shortcuts");
  const filters = Object.fromEntries(
    ["relation", "property", "shift", "section", "certainty"]
      .map((name) => [name, find(`#${name}`)])
      .filter(([, element]) => element),
  );
  const texts = new Map(rows.map((row) => [row, textOf(row)]));
  const views = ["side", "columns", "inline"];
  const storing = { passage: "" };
  let columns = null;

  function textOf(row) {
    return all(".cell .text, .cite a", row).map((e) => e.textContent).join(" ").toLowerCase();
  }

  const words = (text) => (text || "").split(" ");
  const tests = {
    relation: (row, wanted) => row.dataset.relation === wanted,
    property: (row, wanted) => words(row.dataset.is).includes(wanted),
    shift: (row, wanted) => words(row.dataset.shifts).includes(wanted),
    section: (row, wanted) => words(row.dataset.sections).includes(wanted),
    certainty: (row, wanted) =>
      wanted === "claimed" ? row.dataset.certainty !== "open" : row.dataset.certainty === wanted,
  };

  function narrow() {
    const wanted = Object.entries(filters).filter(([, element]) => element.value);
    const phrase = search.value.trim().toLowerCase();
    const some = Boolean(wanted.length || phrase);
    for (const row of rows) {
      row.hidden =
        !wanted.every(([name, element]) => tests[name](row, element.value)) ||
        Boolean(phrase && !texts.get(row).includes(phrase));
    }
    for (const row of others) row.hidden = some;
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = some
      ? main.dataset.count.replace("{n}", shown).replace("{total}", rows.length)
      : "";
    find(".filters").classList.toggle("on", Boolean(wanted.length));
    highlight(phrase);
    if (columns) columns.narrow();
    remember();
  }

  function highlight(phrase) {
    if (!globalThis.CSS || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (phrase.length < 2) return;
    const ranges = [];
    const places = root.dataset.view === "columns" ? all(".unit:not([hidden])") : visible();
    for (const place of places) {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.toLowerCase();
        for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + phrase.length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function widen() {
    for (const element of Object.values(filters)) element.value = "";
    search.value = "";
    narrow();
  }

  /* the address: #a-p12?view=inline&relation=changed */
  function state() {
    const held = new URLSearchParams();
    if (view.value !== "side") held.set("view", view.value);
    for (const [name, element] of Object.entries(filters)) if (element.value) held.set(name, element.value);
    if (search.value.trim()) held.set("search", search.value.trim());
    if (!minor.checked) held.set("editorial", "off");
    if (!shortcuts.checked) held.set("keys", "off");
    return held.toString();
  }

  function remember() {
    const held = state();
    const address = `#${storing.passage}${held ? `?${held}` : ""}`;
    if (address === (location.hash || "#")) return;
    try {
      history.replaceState(null, "", address);
    } catch { /* some browsers keep the address of local files to themselves */ }
  }

  function restore() {
    const [passage, query] = location.hash.slice(1).split(/\?(.*)/s);
    storing.passage = decode(passage);
    if (query !== undefined) {
      const held = new URLSearchParams(query);
      for (const [name, element] of Object.entries(filters)) set(element, held.get(name) || "");
      search.value = held.get("search") || "";
      minor.checked = held.get("editorial") !== "off";
      shortcuts.checked = held.get("keys") !== "off";
      root.dataset.minor = minor.checked ? "on" : "off";
      narrow();
      show(views.includes(held.get("view")) ? held.get("view") : "side");
    }
    reveal();
    remember();
  }

  function set(element, value) {
    element.value = value;
    if (element.selectedIndex < 0) element.value = "";
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function show(name) {
    const here = current();
    root.dataset.view = view.value = name;
    if (name === "columns") {
      columns = columns || twoColumns();
      columns.box.hidden = false;
      columns.narrow();
      if (here) columns.to(here);
    } else if (columns) {
      columns.box.hidden = true;
    }
    highlight(search.value.trim().toLowerCase());
    remember();
    if (here) (name === "columns" ? columns.box : here).scrollIntoView({ block: "start" });
  }

  const visible = () => rows.filter((row) => !row.hidden);

  function current() {
    const named = document.getElementById(storing.passage);
    const row = named && named.closest(".row.link");
    if (row && !row.hidden) return row;
    if (scrollY < find("#comparison").offsetTop - innerHeight) return null;
    return visible().find((row) => row.getBoundingClientRect().bottom > 80) || null;
  }

  function mark(target) {
    for (const old of all(".here")) old.classList.remove("here");
    if (target) target.classList.add("here");
  }

  function go(row) {
    if (!row) return;
    const paragraph = find(".paragraph", row);
    storing.passage = (paragraph || row).id;
    remember();
    mark(paragraph);
    if (root.dataset.view === "columns") return columns.to(row);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "start" });
  }

  function step(by) {
    const list = visible(), here = current();
    go(here ? list[list.indexOf(here) + by] : list[0]);
  }

  function otherEnd() {
    const target = document.getElementById(storing.passage);
    const place = target && target.closest(".signpost");
    const link = find(".other-end", place || current() || document.createElement("i"));
    if (!link) return;
    link.click();
    // The page follows the address later; a second key must start from where this one went.
    storing.passage = decode(link.hash.slice(1));
  }

  function reveal() {
    const target = storing.passage && document.getElementById(storing.passage);
    mark(target && target.matches(".paragraph, .matter") ? target : null);
    if (!target) return;
    const row = target.closest(".row");
    if (row && row.hidden) widen();
    if (root.dataset.view === "columns" && row && row.matches(".link")) return columns.to(row);
    if (row && row.matches(".link")) row.focus({ preventScroll: true });
    const shown = target.checkVisibility && !target.checkVisibility({ visibilityProperty: true });
    (shown && row ? row : target).scrollIntoView({ block: "start" });
  }

  /* Both texts in their own order; the pane that is scrolled takes the other one along. */
  function twoColumns() {
    const box = document.createElement("div");
    box.className = "columns";
    const panes = ["a", "b"].map((side, index) => {
      const pane = document.createElement("div");
      pane.className = "pane";
      pane.tabIndex = 0;
      pane.setAttribute("role", "region");
      const heading = document.createElement("h3");
      heading.textContent = all(".heads span")[index + 1].textContent;
      pane.setAttribute("aria-label", heading.textContent);
      pane.append(heading);
      const found = all(`.cell.${side} :is(.paragraph, .matter)`, rowsBox);
      const order = (e) => Number(e.id.slice(3));
      for (const original of found.sort((x, y) => order(x) - order(y))) pane.append(unit(original));
      box.append(pane);
      return pane;
    });
    const links = panes.map((pane) => {
      const units = new Map();
      for (const e of all(".unit[data-row]", pane)) units.set(e.dataset.row, [...(units.get(e.dataset.row) || []), e]);
      return units;
    });
    const extent = (units) => {
      const top = units[0].offsetTop, last = units.at(-1);
      return { top, height: last.offsetTop + last.offsetHeight - top };
    };
    rowsBox.before(box);
    let leader = null;
    panes.forEach((pane, index) => {
      for (const event of ["pointerenter", "wheel", "touchstart", "focusin", "keydown"])
        pane.addEventListener(event, () => { leader = pane; }, { passive: true });
      pane.addEventListener("scroll", () => { if (leader === pane) follow(index); }, { passive: true });
    });

    function unit(original) {
      const copy = original.cloneNode(true), row = original.closest(".row.link");
      for (const e of [copy, ...all("[id]", copy)]) e.removeAttribute("id");
      for (const e of all(".copy, .jump, .turn", copy)) e.remove();
      copy.classList.remove("here");
      copy.classList.add("unit");
      if (row && original.matches(".paragraph")) {
        copy.dataset.row = row.id;
        copy.classList.add(row.dataset.relation);
        copy.classList.toggle("whole", row.matches(".whole"));
      }
      return copy;
    }

    function follow(index) {
      const pane = panes[index], other = panes[1 - index], line = pane.clientHeight / 4;
      const at = all(".unit[data-row]", pane).filter((e) => !e.hidden && links[1 - index].has(e.dataset.row));
      const here = at.find((e) => e.offsetTop + e.offsetHeight > pane.scrollTop + line) || at.at(-1);
      if (!here) return;
      const from = extent(links[index].get(here.dataset.row));
      const there = extent(links[1 - index].get(here.dataset.row));
      const share = Math.min(Math.max((pane.scrollTop + line - from.top) / from.height, 0), 1);
      other.scrollTop = there.top + share * there.height - line;
      now(here.dataset.row);
    }

    function now(id) {
      for (const e of all(".unit", box)) e.classList.toggle("now", e.dataset.row === id);
    }

    return {
      box,
      narrow() {
        for (const e of all(".unit[data-row]", box)) e.hidden = document.getElementById(e.dataset.row).hidden;
      },
      to(row) {
        leader = null;
        panes.forEach((pane, index) => {
          const units = links[index].get(row.id);
          if (units) pane.scrollTop = extent(units).top - pane.clientHeight / 4;
        });
        leader = panes[links[0].has(row.id) ? 0 : 1];
        if (!links[0].has(row.id) || !links[1].has(row.id)) follow(links[0].has(row.id) ? 0 : 1);
        now(row.id);
      },
    };
  }

  const actions = {
    j: () => step(1),
    k: () => step(-1),
    m: otherEnd,
    v: () => show(views[(views.indexOf(view.value) + 1) % views.length]),
    i: () => show(view.value === "inline" ? "side" : "inline"),
    "/": () => search.focus(),
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (!shortcuts.checked && event.key !== "Escape") return;
    if (event.key === "Escape" && find(".filters").open) {
      find(".filters").open = false;
      return find(".filters summary").focus();
    }
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  /* copying */
  async function copy(button, text) {
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = main.dataset.copied;
      setTimeout(() => { button.textContent = label; }, 2000);
    } catch {
      button.textContent = text;
    }
  }

  function button(label, text) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy";
    made.textContent = label;
    made.addEventListener("click", () => copy(made, text()));
    return made;
  }

  function footnote(paragraph) {
    const { n, label } = paragraph.dataset, side = paragraph.id[0];
    const numbered = label && /\d/.test(label);
    const whose = numbered ? main.dataset.own.replace("{label}", label) : main.dataset.editorial;
    const pinpoint = main.dataset.pinpoint.replace("{n}", n);
    return `${main.dataset[side === "a" ? "citeA" : "citeB"]}, ${pinpoint} [${whose}]`;
  }

  function decision(row) {
    const side = (name) => all(`.cell.${name} .paragraph`, row)
      .map((p) => `"${p.dataset.n} ${p.dataset.digest}"`).join(", ");
    return `[[decision]]\naction = "pin"  # or "forbid", "relabel"\na = [${side("a")}]\nb = [${side("b")}]\n`;
  }

  for (const paragraph of all(".paragraph"))
    find(".cite", paragraph).append(button(main.dataset.copy, () => footnote(paragraph)));
  for (const element of all(".copyable"))
    element.after(button(main.dataset.copyText, () => element.textContent));
  for (const row of rows)
    if (all(".cell.a .paragraph", row).length && all(".cell.b .paragraph", row).length)
      find(".why", row).append(button(main.dataset.pin, () => decision(row)));

  for (const element of Object.values(filters)) element.addEventListener("change", narrow);
  search.addEventListener("input", narrow);
  view.addEventListener("change", () => show(view.value));
  minor.addEventListener("change", () => {
    root.dataset.minor = minor.checked ? "on" : "off";
    remember();
  });
  shortcuts.addEventListener("change", remember);
  find("#reset").addEventListener("click", widen);
  find("#help").addEventListener("click", () => keys.showModal());
  document.addEventListener("click", (event) => {
    const panel = find(".filters");
    if (panel.open && !panel.contains(event.target)) panel.open = false;
  });
  addEventListener("hashchange", restore);
  find(".tools").hidden = false;
  restore();
})();
