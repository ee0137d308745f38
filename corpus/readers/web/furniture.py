"""What a site has put around and into a text: told element by element, then line by line.

Only evidence against an element leaves it out: its tag or role, its name, links that it
consists of, what a reader can press or type in it, words that only sites say. What holds most
of the text is never left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.corpus.datelines import dateline
from scodiff.corpus.readers.web.core import Core, may_stand_above, only_heading, site_tag
from scodiff.corpus.readers.web.page import Box, PageBlock, WebPage
from scodiff.corpus.readers.web.site_words import (
    LEAD_NAMES,
    LIKELY_NAMES,
    LINE_NAMES,
    STANDFIRST_NAMES,
    SURE_NAMES,
    heads_comments,
    heads_other_texts,
    is_of_site,
    is_publication_line,
    is_tool_line,
)

# The largest share of a page's sentences that an element of the site may hold.
_MOST_OF_TEXT = 0.4
_SMALL_SHARE = 0.3
_SHORT = 400
_LINE = 200
_MOST_A_CARD = 4
_LINKED = 0.6
_MOST_IN_STANDFIRST = 2
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What a signature may be called as well.
_SIGNED = frozenset(("author", "byline", "date", "datetime", "num", "number", "category"))
_KEPT = ("publication line", "footnote", "caption")


def tell_apart(page: WebPage, core: Core) -> None:
    """Give each block of the page that is not of its text a reason why.

    Lines that say when and under which number the site has published the text get a role
    instead, and stay.
    """
    for box in page.boxes[1:]:
        if not box.on_path:
            box.reason = box.parent.reason if box.parent else None
            box.reason = box.reason or _reason(box, core)
    for block in page.blocks:
        block.reason = block.box.reason
    _leave_out_links(page, core)
    _leave_out_sections(page)
    core.title = core.title or only_heading(page, core)
    _leave_out_above(page, core)
    _leave_out_standfirst(page, core)
    _tell_edges(page, core)
    _leave_out_bare_headings(page)


def _reason(box: Box, core: Core) -> str | None:
    if box.size == 0 or box.prose > _MOST_OF_TEXT * max(1, core.prose):
        return None
    return (
        _by_tag(box)
        or _by_name(box)
        or (_outside(box, core) if not box.inside else None)
        or _by_links(box)
        or _by_controls(box, core)
    )


def _by_tag(box: Box) -> str | None:
    found = site_tag(box)
    own_heading = box.headings > box.linked_headings and (box.inside or not box.links)
    if box.tag == "header" and (own_heading or (box.inside and box.prose)):
        return None
    if box.tag == "footer" and box.inside:
        is_site = box.links or box.fields or box.buttons or box.site_words
        return found if is_site else None
    if box.tag == "form" and not (box.fields or box.buttons):
        return None
    return found


def _by_name(box: Box) -> str | None:
    if box.tag in _HEADINGS:
        return None
    works = box.links or box.fields or box.buttons or box.site_words
    names = box.names
    if box.heading and not (heads_comments(box.heading) or heads_other_texts(box.heading)):
        # A section may be named after its own heading.
        names = names - frozenset(box.heading.lower().split())
    if found := names & SURE_NAMES:
        return f'called "{min(found)}"'
    found = names & LIKELY_NAMES
    own = box.headings > box.linked_headings and box.prose > 0 and not works
    return f'called "{min(found)}"' if found and (works or not box.inside) and not own else None


def _outside(box: Box, core: Core) -> str | None:
    """What tells of an element that stands beside the text, not in it."""
    if core.bound.tag != "root" and not _is_within(box, core.bound):
        return "outside of <main>"
    if box.site_words and box.prose <= _SMALL_SHARE * max(1, core.prose):
        return "words of the site"
    if "foot" in box.names and box.names.isdisjoint(("note", "notes")) and not box.prose:
        return 'called "foot"'
    if "header" in box.names and box.headings == box.linked_headings and not box.prose:
        return 'called "header"'
    return None


def _is_within(box: Box, around: Box) -> bool:
    found: Box | None = box
    while found is not None and found is not around:
        found = found.parent
    return found is not None


def _by_links(box: Box) -> str | None:
    if box.linked_headings and box.linked_headings == box.headings:
        is_card = box.blocks <= _MOST_A_CARD * box.linked_headings
        if is_card or not box.inside:
            return "links to other texts"
    if not box.inside and box.size and box.linked >= _LINKED * box.size:
        return "links"
    if box.blocks > 1 and box.prose == 0 and box.tag not in ("p", "tr"):
        all_link = box.blocks_with_link == box.blocks
        if all_link and box.linked >= _LINKED * box.size and not box.inside:
            return "links"
    cards = [child for child in box.children if _is_card(child)]
    if len(cards) > 1 and len(cards) == len(box.children) and not (box.inside and _is_list(box)):
        return "links to other texts"
    return None


def _is_card(box: Box) -> bool:
    """Whether an element announces another text: its title as a link, and a few words of it."""
    return 1 < box.blocks <= _MOST_A_CARD and box.link_blocks > 0 and box.size <= 2 * _SHORT


def _is_list(box: Box) -> bool:
    return box.tag in ("ol", "dl")


def _by_controls(box: Box, core: Core) -> str | None:
    """What a reader types into, or presses, stands in no declaration."""
    if box.inside:
        typed = box.fields > 0 and box.size <= 2 * _SHORT
        pressed = box.buttons > 0 and box.size <= _LINE
        return (
            "controls" if (typed or pressed) and box.headings == 0 and box.prose <= _LINE else None
        )
    alike = box.tag == core.box.tag and box.names == core.box.names and bool(box.names)
    works = box.fields > 0 or (box.buttons > 0 and not alike)
    return "controls" if works and box.prose <= _SMALL_SHARE * max(1, core.prose) else None


def _leave_out_above(page: WebPage, core: Core) -> None:
    """Nothing of the text stands above its title."""
    if core.title is None:
        return
    above = page.blocks[: page.blocks.index(core.title)]
    if may_stand_above(core, above):
        for block in above:
            is_date = is_publication_line(block.text) or dateline(block.text) is not None
            if block.reason is None and is_date:
                block.role = "publication line"
            block.reason = block.reason or (None if block.role in _KEPT else "above the title")


def _leave_out_links(page: WebPage, core: Core) -> None:
    """Lines that are nothing but a link, unless the text lists what it links to."""
    listed = False
    for block in page.blocks:
        if block.reason is not None or block is core.title:
            continue
        if not (block.is_link or block.is_trail) or block.role in _KEPT:
            listed = block.text.endswith((":", "：")) and block.is_prose
            continue
        listed = listed or block.text.endswith((";", "；"))
        if block.is_trail:
            block.reason = "a trail of links"
        elif not listed and not (block.size > _LINE // 3 and block.text.endswith((".", "。"))):
            block.reason = "a link"


def _leave_out_sections(page: WebPage) -> None:
    """What stands under headings that announce other texts, or what readers have written."""
    for index, block in enumerate(page.blocks):
        if block.reason is not None or len(block.text) > _LINE:
            continue
        comments = heads_comments(block.text)
        if not comments and not heads_other_texts(block.text):
            continue
        section = _under(page.blocks, index)
        if not block.level and not section:
            continue
        others = [b for b in section if b.reason is None]
        if comments or all(b.linked or not b.is_prose for b in others):
            for found in (block, *others):
                found.reason = "comments" if comments else "under a heading of the site"


def _under(blocks: Sequence[PageBlock], index: int) -> list[PageBlock]:
    """The blocks under a heading: in the element around it, up to the next such heading."""
    heading = blocks[index]
    around = heading.box.parent or heading.box
    found = []
    for block in blocks[index + 1 :]:
        above = 0 < block.level <= (heading.level or 6) and not block.is_link
        if above or not _is_within(block.box, around):
            break
        found.append(block)
    return found


def _leave_out_standfirst(page: WebPage, core: Core) -> None:
    """The sentences under the title by which a site says what the text is about."""
    if core.title is None:
        return
    below = page.blocks[page.blocks.index(core.title) + 1 :]
    texts = [block for block in below if block.reason is None and block.is_prose]
    for block in texts[:_MOST_IN_STANDFIRST]:
        names = _names(block) & (
            STANDFIRST_NAMES if block.box.inside else STANDFIRST_NAMES | LEAD_NAMES
        )
        if not names or block.box.prose > _MOST_OF_TEXT * core.prose:
            break
        block.reason = f'called "{min(names)}"'


def _names(block: PageBlock) -> frozenset[str]:
    """The names of the element that a block stands in, and of those around it without the text."""
    names: set[str] = set()
    box: Box | None = block.box
    while box is not None and not box.on_path:
        names |= box.names
        box = box.parent
    return frozenset(names)


def _tell_edges(page: WebPage, core: Core) -> None:
    """Lines of the site above the first sentences of the text, and below the last."""
    texts = [block for block in page.blocks if block.reason is None]
    prose = [n for n, b in enumerate(texts) if b.is_prose and not _speaks_of_site(b)]
    first, last = (prose[0], prose[-1]) if prose else (len(texts), -1)
    for number, block in enumerate(texts):
        if first <= number <= last or block is core.title or block.role in _KEPT:
            continue
        if _speaks_of_site(block):
            block.reason = "words of the site"
        elif is_publication_line(block.text):
            block.role = "publication line"
        elif not block.level and is_tool_line(block.text):
            block.reason = "a tool of the site"
        elif not block.level and not block.is_prose and dateline(block.text) is None:
            names = LINE_NAMES if number < first else LINE_NAMES - _SIGNED
            if found := _names(block) & names:
                block.reason = f'called "{min(found)}"'
            elif number < first and block.box.tag == "dt":
                block.reason = "a label of the site"


def _speaks_of_site(block: PageBlock) -> bool:
    """Whether a block has words of the site, or no line but of its publication and tools."""
    rows = block.rows
    return is_of_site(block.text) or (
        len(rows) > 1 and all(is_publication_line(row) or is_tool_line(row) for row in rows)
    )


def _leave_out_bare_headings(page: WebPage) -> None:
    """Headings at the end with nothing under them but what is left out."""
    texts = [block for block in page.blocks if block.reason is None and block.role not in _KEPT]
    had_more = page.blocks and page.blocks[-1].reason is not None
    while had_more and len(texts) > 1 and texts[-1].level and texts[-1].role != "title":
        texts.pop().reason = "a heading of the site"
