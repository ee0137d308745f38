"use strict";
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const main = find("main"), questions = all(".question"), keys = find("#keys");
  const name = find("#name"), said = find("#said"), shortcuts = find("#shortcuts"), back = find("#back");
  const labels = find("#labels"), isNarrow = matchMedia("(max-width: 62rem)").matches;
  const LABELS = ["same", "part", "matter", "nothing"];
  const NAMED = "scodiff-review:" + main.dataset.a + ":" + main.dataset.b;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
  const otherSide = (side) => (side === "a" ? "b" : "a");
  const place = (side, id) => document.getElementById(side + "-" + id);
  let kept = true, saved = true, here = 0;

  /* What is answered: labels by pair of paragraphs, so that a pair that is asked about from both
     sides has one label; added paragraphs, notes and days by question. */
  const held = { name: "", labels: {}, added: {}, notes: {}, done: {}, keys: true, at: "" };
  const byId = new Map(questions.map((question) => [question.dataset.id, question]));

  const pair = (question, id) => {
    const ids = [question.dataset.paragraph, id];
    return JSON.stringify(question.dataset.side === "a" ? ids : ids.reverse());
  };
  const cards = (question) => all(".candidate", question);
  const given = (question, card) => held.labels[pair(question, card.dataset.id)];
  const isWhole = (question) => cards(question).every((card) => given(question, card));
  /* A label that is taken back at one question is missing at the other that asks for the pair. */
  const isDone = (question) => Boolean(held.done[question.dataset.id]) && isWhole(question);

  /* keeping */
  const text = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  const entries = (value) => (value && typeof value === "object" ? Object.entries(value) : []);

  function recall() {
    let data = null;
    try {
      data = JSON.parse(localStorage.getItem(NAMED) || "null");
      localStorage.setItem(NAMED, JSON.stringify(data));
    } catch {
      kept = false;
    }
    if (data) take(data);
    find("#not-kept").textContent = kept ? "" : main.dataset.notKept;
    find("#not-kept").hidden = kept;
  }

  function take(data) {
    held.name = text(data.name, 200);
    held.at = text(data.at, 64);
    held.keys = data.keys !== false;
    for (const [key, label] of entries(data.labels)) if (LABELS.includes(label)) held.labels[key] = label;
    for (const [id, ids] of entries(data.added)) {
      const question = byId.get(id);
      if (question && Array.isArray(ids)) for (const other of ids) put(question, String(other));
    }
    for (const [id, note] of entries(data.notes)) if (byId.has(id)) held.notes[id] = text(note, 2000);
    for (const [id, day] of entries(data.done))
      if (byId.has(id) && /^\d{4}-\d\d-\d\d$/.test(day)) held.done[id] = day;
  }

  function keep() {
    saved = false;
    held.at = questions.length ? questions[here].dataset.id : "";
    try {
      localStorage.setItem(NAMED, JSON.stringify(held));
    } catch {
      kept = false;
      find("#not-kept").textContent = main.dataset.notKept;
      find("#not-kept").hidden = false;
    }
  }

  /* showing */
  function show(number, focus = true) {
    if (!questions.length) return;
    here = Math.min(Math.max(number, 0), questions.length - 1);
    questions.forEach((question, index) => { question.hidden = index !== here; });
    const question = questions[here];
    document.documentElement.dataset.wanted = otherSide(question.dataset.side);
    find(".asked", question).append(labels);
    find(".previous", question).disabled = here === 0;
    find(".next", question).disabled = here === questions.length - 1;
    draw(question);
    if (!focus) return;
    const first = cards(question).find((card) => !given(question, card)) || cards(question)[0] || question;
    find("#questions").scrollIntoView({ block: "start" });
    first.focus({ preventScroll: true });
  }

  function draw(question) {
    for (const card of cards(question)) {
      const label = given(question, card) || "";
      card.dataset.given = label;
      for (const button of all(".labels button", card))
        button.setAttribute("aria-pressed", String(button.dataset.label === label));
    }
    find(".done", question).hidden = !isDone(question);
    const count = questions.filter(isDone).length;
    find("#bar").value = count;
    find("#progress").textContent = fill(main.dataset.progress, { n: count, total: questions.length });
  }

  const say = (words) => { said.textContent = words; };

  /* The browser shows the words beside the field, and takes them away when it is filled in. */
  function complain(field, words) {
    field.setCustomValidity(words);
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    field.reportValidity();
  }

  /* answering */
  function today() {
    const now = new Date(), two = (n) => String(n).padStart(2, "0");
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  function settle(question) {
    const whole = isWhole(question);
    if (whole) held.done[question.dataset.id] = today();
    else delete held.done[question.dataset.id];
    keep();
    draw(question);
    return whole;
  }

  function give(question, card, label) {
    say("");
    const key = pair(question, card.dataset.id);
    if (label) held.labels[key] = label;
    else delete held.labels[key];
    const whole = settle(question);
    if (!label) return;
    const list = cards(question), next = list[list.indexOf(card) + 1];
    (next || (whole && find(".rest", question)) || list.find((one) => !given(question, one)) || card).focus();
  }

  function rest(question) {
    for (const card of cards(question))
      if (!given(question, card)) held.labels[pair(question, card.dataset.id)] = "nothing";
    settle(question);
    if (here + 1 < questions.length) show(here + 1);
    else find("#save").focus();
  }

  /* another paragraph: a card like the others, made of the full text */
  function put(question, id) {
    const known = cards(question).find((card) => card.dataset.id === id);
    if (known) return known;
    const source = place(otherSide(question.dataset.side), id);
    if (!source || !source.matches(".paragraph")) return null;
    const card = document.createElement("div");
    card.className = "candidate";
    card.tabIndex = -1;
    card.setAttribute("role", "group");
    card.dataset.id = id;
    card.dataset.n = source.dataset.n;
    const number = cards(question).length + 1;
    card.setAttribute("aria-label", fill(main.dataset.candidate, { name: source.dataset.name, n: number }));
    const cite = find(".cite", source).cloneNode(true);
    for (const button of all(".put", cite)) button.remove();
    const choice = find(".labels", question) || find(".labels");
    card.append(cite, find(".text", source).cloneNode(true), choice.cloneNode(true));
    for (const button of all(".labels button", card)) {
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => give(question, card, button.dataset.label));
    }
    find(".labels", card).hidden = false;
    find(".candidates-list", question).append(card);
    const added = held.added[question.dataset.id] || [];
    held.added[question.dataset.id] = [...added, id];
    return card;
  }

  function add(question) {
    const field = find(".other", question);
    const n = field.value.trim(), side = otherSide(question.dataset.side);
    const source = n && all(".paragraph." + side).find((one) => one.dataset.n === String(Number(n)));
    if (!source) return complain(field, fill(field.dataset.noSuch, { n: n || "?" }));
    field.value = "";
    offer(question, source.dataset.id);
  }

  function offer(question, id) {
    const card = put(question, id);
    if (!card) return;
    settle(question);
    card.focus();
    card.scrollIntoView({ block: "nearest" });
  }

  /* the full text, and back */
  let from = null;

  function visit(side, id) {
    const target = place(side, id);
    if (!target) return;
    from = document.activeElement;
    for (const old of all(".here")) old.classList.remove("here");
    target.classList.add("here");
    back.hidden = false;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  function turnBack() {
    back.hidden = true;
    for (const old of all(".here")) old.classList.remove("here");
    const target = from && from.isConnected && from !== document.body ? from : questions[here];
    from = null;
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  function toText() {
    if (!back.hidden) return turnBack();
    const question = questions[here], card = current(question);
    if (card) visit(otherSide(question.dataset.side), card.dataset.id);
    else visit(question.dataset.side, question.dataset.paragraph);
  }

  /* saving and loading */
  const sound = (words) => words.replace(/\p{Surrogate}/gu, "\ufffd").trim();

  function answer(question) {
    const verdicts = cards(question).map((card) => ({ id: card.dataset.id, label: given(question, card), quotes: null }));
    return {
      schema_version: 1,
      question: question.dataset.id,
      a: main.dataset.a,
      b: main.dataset.b,
      paragraph: { side: question.dataset.side, id: question.dataset.paragraph },
      verdicts,
      by: { kind: "person", name: sound(held.name), prompt_version: null },
      when: held.done[question.dataset.id],
      note: sound(held.notes[question.dataset.id] || ""),
      again: "again" in question.dataset,
    };
  }

  function save() {
    const done = questions.filter(isDone);
    if (!done.length) return say(main.dataset.saveNone);
    if (!sound(held.name)) return complain(name, main.dataset.nameNeeded);
    const lines = done.map((question) => JSON.stringify(answer(question)) + "\n");
    const link = document.createElement("a");
    link.download = "answers-" + main.dataset.file.replace(/[^\p{L}\p{N}.-]+/gu, "_").slice(0, 100) + ".jsonl";
    link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    saved = true;
    say(fill(main.dataset.saved, { file: link.download, n: done.length }));
  }

  function takeUp(line) {
    let data = null;
    try {
      data = JSON.parse(line);
    } catch {
      return false;
    }
    const question = data && byId.get(data.question);
    if (!question || data.a !== main.dataset.a || data.b !== main.dataset.b || !Array.isArray(data.verdicts)) return false;
    for (const verdict of data.verdicts) {
      if (!verdict || !LABELS.includes(verdict.label)) continue;
      const card = put(question, String(verdict.id));
      if (card) held.labels[pair(question, card.dataset.id)] = verdict.label;
    }
    for (const card of cards(question))
      if (!given(question, card)) held.labels[pair(question, card.dataset.id)] = "nothing";
    held.notes[question.dataset.id] = text(data.note, 2000);
    held.done[question.dataset.id] = /^\d{4}-\d\d-\d\d$/.test(data.when) ? data.when : today();
    if (!held.name && data.by && data.by.kind === "person") held.name = text(data.by.name, 200);
    return true;
  }

  async function load(file) {
    if (!file || file.size > 64 * 2 ** 20) return;
    const lines = (await file.text()).split("\n").filter((line) => line.trim());
    const taken = lines.filter(takeUp).length, wereSaved = saved;
    keep();
    saved = wereSaved;
    fields();
    show(here, false);
    say(fill(main.dataset.loaded, { n: taken, other: lines.length - taken }));
  }

  function fields() {
    name.value = held.name;
    shortcuts.checked = held.keys;
    for (const question of questions) find(".note", question).value = held.notes[question.dataset.id] || "";
  }

  /* keys */
  const current = (question) => {
    const focused = document.activeElement && document.activeElement.closest(".candidate");
    return focused && question.contains(focused) ? focused : null;
  };

  function step(by) {
    const question = questions[here], list = cards(question), at = list.indexOf(current(question));
    const next = at < 0 ? list[by > 0 ? 0 : list.length - 1] : list[at + by];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  const label = (number) => {
    const question = questions[here], list = cards(question);
    const card = current(question) || list.find((one) => !given(question, one));
    if (card) give(question, card, number ? LABELS[number - 1] : "");
  };

  const actions = {
    0: () => label(0), 1: () => label(1), 2: () => label(2), 3: () => label(3), 4: () => label(4),
    ArrowUp: () => step(-1),
    ArrowDown: () => step(1),
    ArrowLeft: () => show(here - 1),
    ArrowRight: () => show(here + 1),
    Enter: () => rest(questions[here]),
    n: () => find(".note", questions[here]).focus(),
    o: () => find(".other", questions[here]).focus(),
    t: toText,
    s: save,
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
    const target = event.target;
    if (event.key === "Escape") {
      if (!back.hidden) return turnBack();
      if (target.matches("textarea, input")) (cards(questions[here])[0] || questions[here]).focus();
      return;
    }
    if (event.key === "Enter" && target.matches(".other")) {
      event.preventDefault();
      return add(questions[here]);
    }
    if (!shortcuts.checked || target.matches("textarea, input:not([type=checkbox]), select")) return;
    if (event.key === "Enter" && (event.shiftKey || target.matches("button, a, summary, label"))) return;
    const action = actions[event.key];
    if (!action || (!questions.length && event.key !== "?")) return;
    if (!back.hidden && !["t", "s", "?"].includes(event.key)) return;
    event.preventDefault();
    action();
  });

  for (const [index, question] of questions.entries()) {
    find(".previous", question).addEventListener("click", () => show(index - 1));
    find(".next", question).addEventListener("click", () => show(index + 1));
    find(".rest", question).addEventListener("click", () => rest(question));
    find(".add", question).addEventListener("click", () => add(question));
    find(".note", question).addEventListener("input", (event) => {
      held.notes[question.dataset.id] = event.target.value;
      keep();
    });
    for (const card of cards(question))
      for (const button of all(".labels button", card))
        button.addEventListener("click", () => give(question, card, button.dataset.label));
  }
  for (const paragraph of all(".whole-text .paragraph")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "put";
    button.textContent = main.dataset.put;
    button.addEventListener("click", () => {
      turnBack();
      offer(questions[here], paragraph.dataset.id);
    });
    find(".cite", paragraph).append(button);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".question .cite a");
    if (!link) return;
    event.preventDefault();
    const [, side, id] = /^#([ab])-(.*)$/s.exec(decodeURIComponent(link.getAttribute("href"))) || [];
    if (side) visit(side, id);
  });
  find("button", back).addEventListener("click", turnBack);
  name.addEventListener("input", () => { held.name = name.value; keep(); });
  shortcuts.addEventListener("change", () => { held.keys = shortcuts.checked; keep(); });
  find("#save").addEventListener("click", save);
  find("#load").addEventListener("change", (event) => load(event.target.files[0]));
  find("#help").addEventListener("click", () => keys.showModal());
  addEventListener("beforeunload", (event) => { if (!kept && !saved) event.preventDefault(); });

  labels.open = !isNarrow;
  recall();
  fields();
  for (const element of all(".tools, .labels, .more, .steps, #bar")) element.hidden = false;
  show(Math.max(0, questions.findIndex((question) => question.dataset.id === held.at)), false);
})();
