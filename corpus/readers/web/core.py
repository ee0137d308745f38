"""Where the text stands on a page: the element with most of its sentences, and its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scodiff.corpus.readers.web.page import Box, PageBlock, WebPage
from scodiff.corpus.readers.web.site_words import SURE_NAMES, is_of_site

_SITE_TAGS = frozenset(("nav", "aside", "footer", "dialog", "menu", "search", "form", "header"))
_SITE_ROLES = frozenset(
    ("navigation", "complementary", "contentinfo", "search", "dialog", "alertdialog", "menu",
     "menubar", "toolbar", "hidden", "alert", "tooltip")
)  # fmt: skip
# A share of the text above which an element holds the text, whatever it is called.
_MOST = 0.5
_MOST_ABOVE_TITLE = 0.3
_MAIN_SHARE = 0.7


@dataclass(slots=True)
class Core:
    """Where a page's text stands.

    ``box`` is the smallest element with more than half of the sentences, ``bound`` the page's
    own ``main`` around it (or all of the page), ``title`` the heading over it, ``prose`` how
    much the page says in sentences.
    """

    box: Box
    bound: Box
    title: PageBlock | None
    prose: int


def find_core(page: WebPage, page_title: str) -> Core:
    """Measure the boxes of a page, and find where its text stands.

    ``page_title`` is what the page's head calls it.
    """
    root = page.boxes[0]
    _measure(page)
    if not root.clean:
        for box in page.boxes:
            box.clean = box.prose
    box = _densest(root)
    _mark_path(box)
    for inner in page.boxes[1:]:
        inner.inside = inner.parent is box or (inner.parent is not None and inner.parent.inside)
    title = _title(page, box, page_title)
    if title is not None:
        _mark_path(title.box)
    return Core(box, _bound(box, root), title, root.prose)


def site_tag(box: Box) -> str | None:
    """What the element's tag or role says that it is of the site, or None."""
    if box.role in _SITE_ROLES:
        return "hidden" if box.role == "hidden" else f"role {box.role}"
    return f"<{box.tag}>" if box.tag in _SITE_TAGS else None


def _measure(page: WebPage) -> None:
    total = sum(block.size for block in page.blocks if block.is_prose)
    for block in page.blocks:
        block.box.prose += block.size if block.is_prose else 0
    for box in reversed(page.boxes[1:]):
        if box.parent is not None:
            box.parent.prose += box.prose
    for box in page.boxes[1:]:
        named = site_tag(box) is not None or not SURE_NAMES.isdisjoint(box.names)
        # Names err: what holds most of the page's sentences is its text.
        own = named and box.prose <= _MOST * total
        box.is_clear = own or (box.parent is not None and box.parent.is_clear)
    for block in page.blocks:
        _count(block.box, block)
    for box in reversed(page.boxes[1:]):
        if box.parent is not None:
            _add_up(box.parent, box)


def _clean_size(block: PageBlock) -> int:
    return 0 if block.box.is_clear or not block.is_prose or is_of_site(block.text) else block.size


def _count(box: Box, block: PageBlock) -> None:
    box.blocks += 1
    box.size += block.size
    box.linked += block.linked
    box.clean += _clean_size(block)
    box.headings += block.level > 0
    box.heading = box.heading or (block.text if block.level else "")
    box.linked_headings += block.level > 0 and block.is_link
    box.site_words += is_of_site(block.text)
    box.link_blocks += block.is_link
    box.blocks_with_link += block.linked > 0


def _add_up(around: Box, box: Box) -> None:
    around.blocks += box.blocks
    around.size += box.size
    around.linked += box.linked
    around.clean += box.clean
    around.headings += box.headings
    around.heading = box.heading or around.heading
    around.linked_headings += box.linked_headings
    around.site_words += box.site_words
    around.link_blocks += box.link_blocks
    around.blocks_with_link += box.blocks_with_link
    around.links += box.links
    around.fields += box.fields
    around.buttons += box.buttons


def _densest(root: Box) -> Box:
    """Goes down while one child with several blocks has more than half of the sentences."""
    found, total = root, root.clean
    while True:
        best = max(found.children, key=lambda box: box.clean, default=None)
        if best is None or best.clean <= _MOST * total or best.blocks < 2:
            return found
        found = best


def _mark_path(box: Box | None) -> None:
    while box is not None:
        box.on_path = True
        box = box.parent


def _bound(box: Box, root: Box) -> Box:
    around: Box | None = box
    while around is not None:
        if around.tag == "main" or around.role == "main":
            return around if around.clean >= _MAIN_SHARE * root.clean else root
        around = around.parent
    return root


def _title(page: WebPage, core: Box, page_title: str) -> PageBlock | None:
    """The heading over the text.

    The nearest ``h1`` above the first sentences, one that the page's head names before others;
    else an ``h2`` that the head names.
    """
    above = _above_text(page, core)
    headings = [block for block in page.blocks if block.level in (1, 2) and not block.is_link]
    over = [block for block in headings if block in above]
    first = [block for block in over if block.level == 1 and not _is_of_bar(block)]
    if first:
        said = [block for block in first if block.text in page_title]
        return (said or first)[-1]
    named = [block for block in over if block.text in page_title]
    # A title may be a link to the page itself.
    linked = [b for b in above if b.level == 1 and b.is_link and b.box.inside and not _is_of_bar(b)]
    if len(linked) == 1 and (linked[0].text in page_title or not named):
        return linked[0]
    bars = [block for block in over if block.level == 1]
    return next(iter([*named[-1:], *(bars[-1:] if len(bars) == len(over) else [])]), None)


def only_heading(page: WebPage, core: Core) -> PageBlock | None:
    """The only ``h1`` of a page, with little of the text above it; else None."""
    headings = [b for b in page.blocks if b.level == 1 and not b.is_link and not _is_of_bar(b)]
    if len(headings) != 1 or headings[0].reason is not None:
        return None
    above = page.blocks[: page.blocks.index(headings[0])]
    return headings[0] if may_stand_above(core, above) else None


def _is_of_bar(block: PageBlock) -> bool:
    """Whether a heading stands in the bar at the top of a site, with its menu."""
    box: Box | None = block.box
    while box is not None and not box.on_path:
        is_menu = box.links > 2 and box.linked >= _MOST_ABOVE_TITLE * box.size
        if box.tag == "nav" or is_menu or (box.tag == "header" and box.links > 0):
            return True
        box = box.parent
    return False


def _above_text(page: WebPage, core: Box) -> Sequence[PageBlock]:
    """The blocks above the first sentences of the text."""
    for index, block in enumerate(page.blocks):
        if (block.box is core or block.box.inside) and _clean_size(block):
            return page.blocks[:index]
    return page.blocks


def may_stand_above(core: Core, blocks: Sequence[PageBlock]) -> bool:
    """Whether so little stands above the title that it is none of the text."""
    prose = sum(_clean_size(block) for block in blocks if block.reason is None)
    return prose <= _MOST_ABOVE_TITLE * max(1, core.prose)
