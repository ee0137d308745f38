/* What changed between linked passages: each change with its kind, its direction and quotations. */
questionPage((tools) => {
  const { main, questions, held, say, complain, today, keep, draw, onward, now, byId } = tools;
  const quotes = quoting();
  const values = (group) => all("button", group).map((button) => button.dataset.value);
  const [KINDS, DIRECTIONS] = ["kinds", "directions"].map((name) => (questions.length ? values(find("." + name)) : []));
  const NOTHING = { kind: "", direction: "", a: "", b: "" };

  Object.assign(held, { changes: {}, drafts: {} });

  const changes = (question) => held.changes[question.dataset.id] || [];
  const draft = (question) => held.drafts[question.dataset.id] || NOTHING;
  const isBegun = (question) => Object.values(draft(question)).some((value) => value.trim());
  const isDone = (question) => Boolean(held.done[question.dataset.id]);
  const texts = (question, side) => all(".passage." + side + " > .text", question);
  const fieldOf = (question, side) => find('.quote[data-side="' + side + '"]', question);
  const group = (question, name) => find("." + name, question);
  const sideOf = (element) => (element.closest(".passage.a") ? "a" : "b");
  const same = (one, other) => Object.keys(NOTHING).every((key) => one[key] === other[key]);

  function set(question, values) {
    held.drafts[question.dataset.id] = { ...draft(question), ...values };
    keep();
    draw(question);
  }

  /* A change that was made later belongs to the answer; the day is that of the last word. */
  function change(question, list) {
    held.changes[question.dataset.id] = list;
    if (isDone(question)) held.done[question.dataset.id] = today();
    keep();
    draw(question);
  }

  const isThere = (question, side, words) =>
    texts(question, side).some((element) => standsIn(asShown(words), element.textContent, true));

  /* What a change begun lacks: the field or group to go to, and what to say there. */
  function fault(question) {
    const begun = draft(question), squeezed = (words) => words.trim().split(/\s+/).join(" ");
    for (const side of ["a", "b"])
      if (begun[side].trim() && !isThere(question, side, begun[side])) return [fieldOf(question, side), main.dataset.notThere];
    if (!begun.a.trim() && !begun.b.trim()) return [fieldOf(question, "a"), main.dataset.quoteOne];
    if (squeezed(begun.a) === squeezed(begun.b)) return [fieldOf(question, "b"), main.dataset.quoteSame];
    if (!begun.kind) return [group(question, "kinds"), main.dataset.kindNeeded];
    if (!begun.direction) return [group(question, "directions"), main.dataset.directionNeeded];
    const made = { ...begun, a: squeezed(begun.a), b: squeezed(begun.b) };
    return changes(question).some((one) => same(one, made)) ? [fieldOf(question, "a"), main.dataset.namedBefore] : made;
  }

  function add(question) {
    const made = fault(question);
    if (Array.isArray(made)) {
      const [element, words] = made;
      element.focus();
      if (element.matches("input")) complain(element, words);
      else say(words);
      return;
    }
    say("");
    held.drafts[question.dataset.id] = NOTHING;
    change(question, [...changes(question), made]);
    question.focus({ preventScroll: true });
  }

  function finish(question) {
    say("");
    held.done[question.dataset.id] = today();
    keep();
    draw(question);
    onward();
  }

  /* Back into the form, where it can be mended; there it is cleared. */
  function takeBack(question, at) {
    say("");
    if (isBegun(question)) return set(question, NOTHING);
    const list = changes(question), gone = list[at];
    if (!gone) return;
    held.drafts[question.dataset.id] = { ...gone };
    change(question, list.filter((one, index) => index !== at));
    fieldOf(question, "a").focus();
  }

  function focusedChange(question) {
    const item = document.activeElement.closest(".change");
    return item && question.contains(item) ? all(".change", question).indexOf(item) : changes(question).length - 1;
  }

  function choose(question, name, value) {
    say("");
    set(question, { [name]: draft(question)[name] === value ? "" : value });
    if (!draft(question)[name]) return;
    if (name === "kind") group(question, "directions").focus();
    else find(".add", question).focus();
  }

  /* Digits are kinds first, then directions. */
  function number(digit) {
    const question = now(), at = digit === 0 ? 9 : digit - 1, active = document.activeElement;
    const isDirection = group(question, "directions").contains(active) || (draft(question).kind && !group(question, "kinds").contains(active));
    const value = (isDirection ? DIRECTIONS : KINDS)[at];
    if (value) choose(question, isDirection ? "direction" : "kind", value);
  }

  function takeQuote() {
    const question = now(), found = quotes.taken(question);
    if (!found) return say(main.dataset.selectFirst);
    say("");
    set(question, { [sideOf(found.element)]: asWritten(found.words) });
    /* Whoever took words from A goes on to B; then comes the kind. */
    if (sideOf(found.element) === "b" || draft(question).b) group(question, "kinds").focus();
    else quotes.enter(texts(question, "b")[0]);
  }

  function words() {
    const list = all(".passage > .text", now()), at = list.indexOf(document.activeElement);
    quotes.enter(list[(at + 1) % list.length]);
  }

  function drawChanges(question) {
    const list = changes(question), shape = find("template", question).content.firstElementChild;
    const items = list.map((one, index) => {
      const item = shape.cloneNode(true), name = (which, value) => find('.' + which + ' [data-value="' + value + '"] .term', question).textContent;
      find(".what", item).textContent = name("kinds", one.kind) + ", " + name("directions", one.direction);
      for (const side of ["a", "b"]) find("q." + side, item).textContent = asShown(one[side]);
      for (const side of ["a", "b"]) find("q." + side, item).hidden = !one[side];
      for (const side of ["a", "b"]) find(".none." + side, item).hidden = Boolean(one[side]);
      find("button", item).addEventListener("click", () => takeBack(question, index));
      return item;
    });
    find(".changes", question).replaceChildren(...items);
    find(".changes-title", question).hidden = !list.length;
    find(".same-position", question).hidden = Boolean(list.length) || !isDone(question);
    find(".finish .any", question).hidden = !list.length;
    find(".finish .no", question).hidden = Boolean(list.length);
  }

  for (const question of questions) {
    for (const button of all(".kinds button", question)) button.addEventListener("click", () => choose(question, "kind", button.dataset.value));
    for (const button of all(".directions button", question)) button.addEventListener("click", () => choose(question, "direction", button.dataset.value));
    for (const field of all(".quote", question))
      field.addEventListener("input", () => set(question, { [field.dataset.side]: asWritten(field.value) }));
    const take = find(".take", question);
    take.addEventListener("mousedown", (event) => event.preventDefault());
    take.addEventListener("click", takeQuote);
    find(".add", question).addEventListener("click", () => add(question));
    find(".clear", question).addEventListener("click", () => takeBack(question, -1));
    find(".finish", question).addEventListener("click", () => (isBegun(question) ? add(question) : finish(question)));
  }

  /* One change of a file or of the page's memory, if it is one. */
  function read(value) {
    const words = (value && value.quotes) || value || {};
    const found = { ...NOTHING, kind: text(value && value.kind, 40), direction: text(value && value.direction, 40) };
    for (const side of ["a", "b"]) found[side] = text(words[side], 5000);
    return KINDS.includes(found.kind) && DIRECTIONS.includes(found.direction) && (found.a || found.b) ? found : null;
  }
  const readAll = (list) => list.map(read).filter(Boolean).slice(0, 1000);

  return {
    isDone,
    /* A change that was begun and not added would be lost. */
    fault: (question) => {
      if (!isBegun(question)) return null;
      return [fieldOf(question, "a"), main.dataset.unfinished];
    },
    actions: {
      ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => [digit, () => number(digit)])),
      Enter: () => (isBegun(now()) ? add(now()) : finish(now())),
      q: takeQuote,
      w: words,
      x: () => takeBack(now(), focusedChange(now())),
    },
    walks: quotes.walk,
    leave: (question) => question.focus({ preventScroll: true }),
    entered: (question, field) => {
      if (field.matches(".quote")) add(question);
      return field.matches(".quote");
    },
    first: (question) => question,
    looksAt: (question) => {
      const passage = document.activeElement.closest(".passage") || find(".passage", question);
      return [sideOf(passage), passage.dataset.id];
    },
    shown: () => {},
    draw: (question) => {
      const begun = draft(question), marked = [];
      for (const [name, value] of [["kinds", begun.kind], ["directions", begun.direction]])
        for (const button of all("button", group(question, name)))
          button.setAttribute("aria-pressed", String(button.dataset.value === value));
      for (const side of ["a", "b"]) {
        const field = fieldOf(question, side), shown = asShown(begun[side]);
        if (field.value !== shown) field.value = shown;
        for (const element of texts(question, side))
          for (const one of [...changes(question), begun]) marked.push([element, asShown(one[side]), true]);
      }
      find(".clear", question).hidden = !isBegun(question);
      drawChanges(question);
      quotes.mark(marked);
    },
    answer: (question) => ({
      about: "shifts",
      passages: { a: all(".passage.a", question).map((p) => p.dataset.id), b: all(".passage.b", question).map((p) => p.dataset.id) },
      changes: changes(question).map((one) => ({ kind: one.kind, direction: one.direction, quotes: { a: one.a, b: one.b } })),
    }),
    takeUp: (question, data) => {
      if (!Array.isArray(data.changes)) return false;
      held.changes[question.dataset.id] = readAll(data.changes);
      return true;
    },
    take: (data) => {
      for (const [id, list] of entries(data.changes)) if (byId.has(id) && Array.isArray(list)) held.changes[id] = readAll(list);
      for (const [id, value] of entries(data.drafts)) {
        if (!byId.has(id) || !value) continue;
        held.drafts[id] = { kind: KINDS.includes(value.kind) ? value.kind : "", direction: DIRECTIONS.includes(value.direction) ? value.direction : "", a: text(value.a, 5000), b: text(value.b, 5000) };
      }
    },
  };
});
