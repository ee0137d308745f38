/* What the candidates are to a paragraph: four labels, and the statement that both share. */
questionPage((tools) => {
  const { main, questions, held, say, complain, today, keep, show, draw, onward, visit, turnBack, now } = tools;
  const LABELS = ["same", "part", "matter", "nothing"], LINKING = ["same", "part"];
  const quotes = quoting();
  const otherSide = (side) => (side === "a" ? "b" : "a");
  let last = null;

  /* Labels and quotations are kept by pair of paragraphs, so that a pair that is asked about from
     both sides has one of each; added paragraphs and second looks by question. */
  Object.assign(held, { labels: {}, quotes: {}, added: {}, looked: {} });

  const pair = (question, id) => {
    const ids = [question.dataset.paragraph, id];
    return JSON.stringify(question.dataset.side === "a" ? ids : ids.reverse());
  };
  const cards = (question) => all(".candidate", question);
  const given = (question, card) => held.labels[pair(question, card.dataset.id)];
  const isWhole = (question) => cards(question).every((card) => given(question, card));
  /* A label that is taken back at one question is missing at the other that asks for the pair. */
  const isDone = (question) => Boolean(held.done[question.dataset.id]) && isWhole(question);

  /* quotations */
  const fieldOf = (card, side) => find('.quote[data-side="' + side + '"]', card);
  const textOf = (question, card, side) => find(".text", side === question.dataset.side ? find(".asked", question) : card);
  const quoted = (question, card) => held.quotes[pair(question, card.dataset.id)] || { a: "", b: "" };

  function quote(question, card, side, words) {
    held.quotes[pair(question, card.dataset.id)] = { ...quoted(question, card), [side]: words };
    keep();
    draw(question);
  }

  /* The card that a selection belongs to: its own, or that which was last in focus. */
  function takeQuote(wanted) {
    const question = now(), found = quotes.taken(question);
    if (!found) return say(main.dataset.selectFirst);
    const own = found.element.closest(".candidate");
    const card = own || wanted || (last && question.contains(last) ? last : cards(question)[0]);
    const side = own ? otherSide(question.dataset.side) : question.dataset.side;
    say("");
    quote(question, card, side, asWritten(found.words));
    fieldOf(card, side).closest(".quotes").hidden = false;
    card.focus({ preventScroll: true });
  }

  /* Of the quotations of a pair both must stand in their texts, or none be given. */
  function fault(question) {
    for (const card of cards(question)) {
      const words = quoted(question, card);
      if (!LINKING.includes(given(question, card)) || !(words.a.trim() || words.b.trim())) continue;
      for (const side of ["a", "b"]) {
        if (!words[side].trim()) return [fieldOf(card, side), main.dataset.quoteBoth];
        if (!standsIn(asShown(words[side]), textOf(question, card, side).textContent, false))
          return [fieldOf(card, side), main.dataset.notThere];
      }
    }
    return null;
  }

  function words(question) {
    const active = document.activeElement, card = current(question) || (last && question.contains(last) ? last : null);
    const asked = find(".asked > .text", question), own = card ? find(".text", card) : null;
    quotes.enter(own && active !== own ? own : asked);
  }

  /* second looks */
  const doubt = (question) => cards(question).reduce((sum, card) => {
    const label = given(question, card);
    const worth = label && card.dataset[LINKING.includes(label) ? "doubtLinked" : "doubtAlone"];
    return sum + Number(worth || 0);
  }, 0);
  const isDoubtful = (question) =>
    isDone(question) && !("again" in question.dataset) && held.looked[question.dataset.id] === undefined && doubt(question) >= Number(main.dataset.leastDoubt);

  /* The next open question, or an answer that is hard to believe where to look again is worth more. */
  function further(question) {
    if (held.looked[question.dataset.id] === false) held.looked[question.dataset.id] = true;
    keep();
    const open = questions.filter((one) => !isDone(one));
    const worth = Math.max(0, ...open.map((one) => Number(one.dataset.gain)));
    const best = questions.filter((one) => isDoubtful(one) && (one !== question || !open.length));
    best.sort((one, other) => doubt(other) - doubt(one));
    if (!best.length || doubt(best[0]) < worth) return onward();
    held.looked[best[0].dataset.id] = false;
    find(".opinion", best[0]).open = true;
    show(questions.indexOf(best[0]));
  }

  /* answering */
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
    further(question);
  }

  /* another paragraph: a card like the others, made of the full text */
  function put(question, id) {
    const known = cards(question).find((card) => card.dataset.id === id);
    if (known) return known;
    const source = place(otherSide(question.dataset.side), id);
    if (!source || !source.matches(".paragraph")) return null;
    const card = find("template", question).content.firstElementChild.cloneNode(true);
    card.dataset.id = id;
    card.dataset.n = source.dataset.n;
    const number = cards(question).length + 1;
    card.setAttribute("aria-label", fill(main.dataset.candidate, { name: source.dataset.name, n: number }));
    const cite = find(".cite", source).cloneNode(true);
    for (const button of all(".put", cite)) button.remove();
    card.prepend(cite, find(".text", source).cloneNode(true));
    ready(question, card);
    find(".labels", card).hidden = false;
    find(".candidates-list", question).append(card);
    held.added[question.dataset.id] = [...(held.added[question.dataset.id] || []), id];
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

  /* keys */
  const current = (question) => {
    const focused = document.activeElement && document.activeElement.closest(".candidate");
    return focused && question.contains(focused) ? focused : null;
  };

  function step(by) {
    const question = now(), list = cards(question), at = list.indexOf(current(question));
    const next = at < 0 ? list[by > 0 ? 0 : list.length - 1] : list[at + by];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  const label = (number) => {
    const question = now(), list = cards(question);
    const card = current(question) || list.find((one) => !given(question, one));
    if (card) give(question, card, number ? LABELS[number - 1] : "");
  };

  function ready(question, card) {
    for (const button of all(".labels button", card))
      button.addEventListener("click", () => give(question, card, button.dataset.label));
    for (const field of all(".quote", card))
      field.addEventListener("input", () => quote(question, card, field.dataset.side, asWritten(field.value)));
    const button = find(".take", card);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => takeQuote(card));
    card.addEventListener("focusin", () => { last = card; });
  }

  for (const question of questions) {
    find(".rest", question).addEventListener("click", () => rest(question));
    find(".add", question).addEventListener("click", () => add(question));
    for (const card of cards(question)) ready(question, card);
  }
  for (const paragraph of all(".whole-text .paragraph")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "put";
    button.textContent = main.dataset.put;
    button.addEventListener("click", () => {
      turnBack();
      offer(now(), paragraph.dataset.id);
    });
    find(".cite", paragraph).append(button);
  }

  return {
    isDone,
    fault,
    actions: {
      0: () => label(0), 1: () => label(1), 2: () => label(2), 3: () => label(3), 4: () => label(4),
      ArrowUp: () => step(-1),
      ArrowDown: () => step(1),
      Enter: () => rest(now()),
      o: () => find(".other", now()).focus(),
      q: () => takeQuote(current(now())),
      w: () => words(now()),
    },
    walks: quotes.walk,
    leave: (question, target) => (target.closest(".candidate") || (last && question.contains(last) ? last : null) || cards(question)[0] || question).focus(),
    entered: (question, field) => {
      if (field.matches(".other")) add(question);
      else if (field.matches(".quote")) field.closest(".candidate").focus();
      else return false;
      return true;
    },
    first: (question) => cards(question).find((card) => !given(question, card)) || cards(question)[0] || question,
    looksAt: (question) => {
      const card = current(question), side = question.dataset.side;
      return card ? [otherSide(side), card.dataset.id] : [side, question.dataset.paragraph];
    },
    shown: (question) => { document.documentElement.dataset.wanted = otherSide(question.dataset.side); },
    draw: (question) => {
      const marked = [];
      for (const card of cards(question)) {
        const label = given(question, card) || "", words = quoted(question, card);
        card.dataset.given = label;
        for (const button of all(".labels button", card))
          button.setAttribute("aria-pressed", String(button.dataset.label === label));
        find(".quotes", card).hidden = !(LINKING.includes(label) || words.a || words.b);
        for (const side of ["a", "b"]) {
          const field = fieldOf(card, side), shown = asShown(words[side]);
          if (field.value !== shown) field.value = shown;
          marked.push([textOf(question, card, side), shown, false]);
        }
      }
      quotes.mark(marked);
      find(".second-look", question).hidden = held.looked[question.dataset.id] !== false;
    },
    answer: (question) => ({
      paragraph: { side: question.dataset.side, id: question.dataset.paragraph },
      verdicts: cards(question).map((card) => {
        const label = given(question, card), words = quoted(question, card);
        const proved = LINKING.includes(label) && words.a.trim() && words.b.trim();
        return { id: card.dataset.id, label, quotes: proved ? { a: words.a.trim(), b: words.b.trim() } : null };
      }),
      again: "again" in question.dataset || Boolean(held.looked[question.dataset.id]),
    }),
    takeUp: (question, data) => {
      if (!Array.isArray(data.verdicts)) return false;
      for (const verdict of data.verdicts) {
        if (!verdict || !LABELS.includes(verdict.label)) continue;
        const card = put(question, String(verdict.id));
        if (!card) continue;
        held.labels[pair(question, card.dataset.id)] = verdict.label;
        const words = verdict.quotes || {};
        if (words.a || words.b)
          held.quotes[pair(question, card.dataset.id)] = { a: text(words.a, 5000), b: text(words.b, 5000) };
      }
      for (const card of cards(question))
        if (!given(question, card)) held.labels[pair(question, card.dataset.id)] = "nothing";
      if (data.again === true) held.looked[question.dataset.id] = true;
      return true;
    },
    take: (data) => {
      for (const [key, label] of entries(data.labels)) if (LABELS.includes(label)) held.labels[key] = label;
      for (const [key, words] of entries(data.quotes))
        if (words && typeof words === "object") held.quotes[key] = { a: text(words.a, 5000), b: text(words.b, 5000) };
      for (const [id, ids] of entries(data.added)) {
        const question = tools.byId.get(id);
        if (question && Array.isArray(ids)) for (const other of ids) put(question, String(other));
      }
      for (const [id, looked] of entries(data.looked)) if (tools.byId.has(id)) held.looked[id] = looked === true;
    },
  };
});
