"use strict";
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
const text = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
const entries = (value) => (value && typeof value === "object" ? Object.entries(value) : []);
const sound = (words) => words.replace(/\p{Surrogate}/gu, "\ufffd").trim();
const place = (side, id) => document.getElementById(side + "-" + id);

/* What every page of questions has: one question at a time, progress kept, answers saved and taken
   up, both texts in full, keys. What is asked and answered is the business of "about". */
const questionPage = (about) => {
  const main = find("main"), questions = all(".question"), keys = find("#keys"), helped = find("#labels");
  const person = find("#name"), said = find("#said"), shortcuts = find("#shortcuts"), back = find("#back");
  const NAMED = main.dataset.store + ":" + main.dataset.a + ":" + main.dataset.b;
  const byId = new Map(questions.map((question) => [question.dataset.id, question]));
  /* Notes and days are kept by question; "about" adds what it keeps of answers. */
  const held = { name: "", notes: {}, done: {}, keys: true, at: "" };
  let kept = true, saved = true, here = 0, from = null;

  const say = (words) => { said.textContent = words; };

  /* The browser shows the words beside the field, and takes them away when it is filled in. */
  const complain = (field, words) => {
    field.setCustomValidity(words);
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    field.reportValidity();
  };

  const today = () => {
    const now = new Date(), two = (n) => String(n).padStart(2, "0");
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  };
  const isDay = (value) => /^\d{4}-\d\d-\d\d$/.test(value);

  /* keeping */
  const notKept = () => {
    find("#not-kept").textContent = kept ? "" : main.dataset.notKept;
    find("#not-kept").hidden = kept;
  };

  const recall = () => {
    let data = null;
    try {
      data = JSON.parse(localStorage.getItem(NAMED) || "null");
      localStorage.setItem(NAMED, JSON.stringify(data));
    } catch {
      kept = false;
    }
    if (data) take(data);
    notKept();
  };

  const take = (data) => {
    held.name = text(data.name, 200);
    held.at = text(data.at, 64);
    held.keys = data.keys !== false;
    page.take(data);
    for (const [id, note] of entries(data.notes)) if (byId.has(id)) held.notes[id] = text(note, 2000);
    for (const [id, day] of entries(data.done)) if (byId.has(id) && isDay(day)) held.done[id] = day;
  };

  const keep = () => {
    saved = false;
    held.at = questions.length ? questions[here].dataset.id : "";
    try {
      localStorage.setItem(NAMED, JSON.stringify(held));
    } catch {
      kept = false;
      notKept();
    }
  };

  /* showing */
  const show = (number, focus = true) => {
    if (!questions.length) return;
    here = Math.min(Math.max(number, 0), questions.length - 1);
    questions.forEach((question, index) => { question.hidden = index !== here; });
    const question = questions[here];
    find(".guide", question).append(helped);
    find(".previous", question).disabled = here === 0;
    find(".next", question).disabled = here === questions.length - 1;
    page.shown(question);
    draw(question);
    if (!focus) return;
    find("#questions").scrollIntoView({ block: "start" });
    page.first(question).focus({ preventScroll: true });
  };

  const draw = (question) => {
    page.draw(question);
    find(".done", question).hidden = !page.isDone(question);
    const count = questions.filter(page.isDone).length;
    find("#bar").value = count;
    find("#progress").textContent = fill(main.dataset.progress, { n: count, total: questions.length });
  };

  const onward = () => {
    const isOpen = (question) => !page.isDone(question);
    const open = questions.slice(here + 1).find(isOpen) || questions.find(isOpen);
    if (open) show(questions.indexOf(open));
    else if (here + 1 < questions.length) show(here + 1);
    else find("#save").focus();
  };

  /* the full text, and back */
  const visit = (side, id) => {
    const target = place(side, id);
    if (!target) return;
    from = document.activeElement;
    for (const old of all(".here")) old.classList.remove("here");
    target.classList.add("here");
    back.hidden = false;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  };

  const turnBack = () => {
    back.hidden = true;
    for (const old of all(".here")) old.classList.remove("here");
    const target = from && from.isConnected && from !== document.body ? from : questions[here];
    from = null;
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  };

  const toText = () => (back.hidden ? visit(...page.looksAt(questions[here])) : turnBack());

  /* saving and loading */
  const answered = (question) => ({
    schema_version: 1,
    question: question.dataset.id,
    a: main.dataset.a,
    b: main.dataset.b,
    ...page.answer(question),
    by: { kind: "person", name: sound(held.name), prompt_version: null },
    when: held.done[question.dataset.id],
    note: sound(held.notes[question.dataset.id] || ""),
  });

  const save = () => {
    const done = questions.filter(page.isDone);
    if (!done.length) return say(main.dataset.saveNone);
    for (const question of done) {
      const fault = page.fault(question);
      if (!fault) continue;
      show(questions.indexOf(question));
      fault[0].focus();
      return complain(...fault);
    }
    if (!sound(held.name)) return complain(person, main.dataset.nameNeeded);
    const lines = done.map((question) => JSON.stringify(answered(question)) + "\n");
    const link = document.createElement("a");
    link.download = main.dataset.file.replace(/[^\p{L}\p{N}.-]+/gu, "_").slice(0, 110) + ".jsonl";
    link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    saved = true;
    say(fill(main.dataset.saved, { file: link.download, n: done.length }));
  };

  const takeUp = (line) => {
    let data = null;
    try {
      data = JSON.parse(line);
    } catch {
      return false;
    }
    const question = data && byId.get(data.question);
    if (!question || data.a !== main.dataset.a || data.b !== main.dataset.b || !page.takeUp(question, data)) return false;
    held.notes[question.dataset.id] = text(data.note, 2000);
    held.done[question.dataset.id] = isDay(data.when) ? data.when : today();
    if (!held.name && data.by && data.by.kind === "person") held.name = text(data.by.name, 200);
    return true;
  };

  const load = async (file) => {
    if (!file || file.size > 64 * 2 ** 20) return;
    const lines = (await file.text()).split("\n").filter((line) => line.trim());
    const taken = lines.filter(takeUp).length, wereSaved = saved;
    keep();
    saved = wereSaved;
    fields();
    show(here, false);
    say(fill(main.dataset.loaded, { n: taken, other: lines.length - taken }));
  };

  const fields = () => {
    person.value = held.name;
    shortcuts.checked = held.keys;
    for (const question of questions) find(".note", question).value = held.notes[question.dataset.id] || "";
  };

  /* keys */
  const tools = { main, questions, byId, held, say, complain, today, keep, show, draw, onward, visit, turnBack, now: () => questions[here] };
  const page = about(tools);
  const actions = {
    ArrowLeft: () => show(here - 1),
    ArrowRight: () => show(here + 1),
    n: () => find(".note", questions[here]).focus(),
    t: toText,
    s: save,
    "?": () => keys.showModal(),
    ...page.actions,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
    const target = event.target, isField = target.matches("textarea, input:not([type=checkbox]), select");
    if (event.key === "Escape") {
      if (!back.hidden) return turnBack();
      if (isField || target.matches(".text")) page.leave(questions[here], target);
      return;
    }
    if (event.key === "Enter" && target.matches("input") && page.entered(questions[here], target)) {
      event.preventDefault();
      return;
    }
    if (!shortcuts.checked || isField) return;
    if (event.key === "Enter" && (event.shiftKey || target.matches("button, a, summary, label"))) return;
    const action = actions[event.key];
    if (!action || (!questions.length && event.key !== "?")) return;
    if (!back.hidden && !["t", "s", "?"].includes(event.key)) return;
    if (target.matches(".text") && page.walks(event, target)) return;
    event.preventDefault();
    action(event);
  });

  for (const [index, question] of questions.entries()) {
    find(".previous", question).addEventListener("click", () => show(index - 1));
    find(".next", question).addEventListener("click", () => show(index + 1));
    find(".note", question).addEventListener("input", (event) => {
      held.notes[question.dataset.id] = event.target.value;
      keep();
    });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".question .cite a");
    if (!link) return;
    event.preventDefault();
    const [, side, id] = /^#([ab])-(.*)$/s.exec(decodeURIComponent(link.getAttribute("href"))) || [];
    if (side) visit(side, id);
  });
  find("button", back).addEventListener("click", turnBack);
  person.addEventListener("input", () => { held.name = person.value; keep(); });
  shortcuts.addEventListener("change", () => { held.keys = shortcuts.checked; keep(); });
  find("#save").addEventListener("click", save);
  find("#load").addEventListener("change", (event) => load(event.target.files[0]));
  find("#help").addEventListener("click", () => keys.showModal());
  addEventListener("beforeunload", (event) => { if (!kept && !saved) event.preventDefault(); });

  helped.open = !matchMedia("(max-width: 62rem)").matches;
  recall();
  fields();
  for (const element of all(".tools, .labels, .more, .steps, #bar")) element.hidden = false;
  show(Math.max(0, questions.findIndex((question) => question.dataset.id === held.at)), false);
};
