/* Quotations taken from the texts shown: selected by pointer, or word by word by keyboard. */
const LETTER = "(?![\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff])[\\p{L}\\p{N}_]";
const isLetter = (character) => new RegExp("^" + LETTER + "$", "u").test(character || "");
/* Control characters are shown as tokens, and quoted as what they are. */
const asWritten = (words) => words.replace(/\[U\+([0-9A-F]{4,6})\]/g, (whole, code) => String.fromCodePoint(parseInt(code, 16)));
const asShown = (words) => words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (c) => "[U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "]");

/* Where a quotation stands in a text, however either is wrapped; in whole words if "whole". */
const standsIn = (quotation, words, whole) => {
  const pieces = quotation.trim().split(/\s+/), last = pieces[pieces.length - 1];
  if (!pieces[0]) return null;
  let pattern = pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("\\s+");
  if (whole && isLetter([...pieces[0]][0])) pattern = "(?<!" + LETTER + ")" + pattern;
  if (whole && isLetter([...last].pop())) pattern += "(?!" + LETTER + ")";
  const found = new RegExp(pattern, "u").exec(words);
  return found && [found.index, found.index + found[0].length];
};

const quoting = () => {
  let picked = null;

  /* A pointer may miss the ends of words. */
  const snapped = (words, start, end) => {
    while (start < end && /\s/.test(words[start])) start += 1;
    while (end > start && /\s/.test(words[end - 1])) end -= 1;
    while (start > 0 && isLetter(words[start]) && isLetter(words[start - 1])) start -= 1;
    while (end < words.length && isLetter(words[end - 1]) && isLetter(words[end])) end += 1;
    return [start, end];
  };

  document.addEventListener("selectionchange", () => {
    const selection = getSelection(), node = selection.anchorNode;
    const element = node && node.parentElement && node.parentElement.closest(".question .text");
    if (!element || selection.isCollapsed || selection.focusNode !== node) return;
    const [start, end] = [selection.anchorOffset, selection.focusOffset].sort((one, other) => one - other);
    picked = { element, span: snapped(node.data, start, end) };
  });

  /* The selection in a question, once: its element and its words. */
  const taken = (question) => {
    if (!picked || !question.contains(picked.element)) return null;
    const { element, span } = picked;
    picked = null;
    getSelection().removeAllRanges();
    const words = element.textContent.slice(...span);
    return words ? { element, words } : null;
  };

  const spans = (element) => {
    const words = element.textContent, find_ = (pattern) => [...words.matchAll(pattern)].map((m) => [m.index, m.index + m[0].length]);
    if (!("Segmenter" in Intl)) return find_(/[\p{L}\p{N}\p{M}'’-]+/gu);
    const cutter = new Intl.Segmenter(element.lang || undefined, { granularity: "word" });
    return [...cutter.segment(words)].filter((s) => s.isWordLike).map((s) => [s.index, s.index + s.segment.length]);
  };

  const select = (element, start, end) => {
    const node = element.firstChild;
    if (!node) return;
    getSelection().setBaseAndExtent(node, start, node, end);
    picked = { element, span: [start, end] };
  };

  /* Into the words of a text, at its first word. */
  const enter = (element) => {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
    const [first] = spans(element);
    if (first) select(element, ...first);
  };

  /* Arrows go from word to word, with Shift they take more of them. */
  const walk = (event, element) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const selection = getSelection(), words = spans(element);
    if (!step || !words.length || !element.contains(selection.anchorNode)) return false;
    const at = (offset, isEnd) => Math.max(0, words.findIndex(([start, end]) => (isEnd ? end >= offset : end > offset)));
    const low = Math.min(selection.anchorOffset, selection.focusOffset), high = Math.max(selection.anchorOffset, selection.focusOffset);
    const first = at(low, false), last = at(high, true);
    if (event.shiftKey) {
      const end = Math.min(Math.max(last + step, first), words.length - 1);
      select(element, words[first][0], words[end][1]);
    } else {
      const next = Math.min(Math.max((step > 0 ? last : first) + step, 0), words.length - 1);
      select(element, ...words[next]);
    }
    event.preventDefault();
    return true;
  };

  /* What is quoted is marked where it stands, where the browser can without touching the text. */
  const mark = (quoted) => {
    if (!("highlights" in CSS)) return;
    const ranges = quoted.flatMap(([element, words, whole]) => {
      const node = element.firstChild, span = words && standsIn(words, element.textContent, whole);
      return node && span ? [new StaticRange({ startContainer: node, startOffset: span[0], endContainer: node, endOffset: span[1] })] : [];
    });
    CSS.highlights.set("quoted", new Highlight(...ranges));
  };

  return { taken, enter, walk, mark };
};
