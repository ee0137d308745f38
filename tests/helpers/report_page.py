"""A report's HTML taken apart for the tests: elements, ids, references, texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "input", "hr", "img"})


@dataclass
class PageElement:
    """One element with everything inside it."""

    tag: str
    attributes: dict[str, str | None]
    children: list[PageElement | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        """The names in the attribute ``class``."""
        return set((self.attributes.get("class") or "").split())

    @property
    def text(self) -> str:
        """All text within, in order."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def walk(self) -> list[PageElement]:
        """The element itself and all within, in order."""
        inner = [e for c in self.children if isinstance(c, PageElement) for e in c.walk()]
        return [self, *inner]

    def by_id(self, identifier: str) -> PageElement:
        """The element of that id; ``StopIteration`` if there is none."""
        return next(e for e in self.walk() if e.attributes.get("id") == identifier)

    def by_class(self, name: str) -> list[PageElement]:
        """The elements of a class."""
        return [e for e in self.walk() if name in e.classes]

    def by_tag(self, tag: str) -> list[PageElement]:
        """The elements of a tag."""
        return [e for e in self.walk() if e.tag == tag]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [PageElement("#document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = PageElement(tag, dict(attrs))
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(PageElement(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def parse(page: bytes) -> PageElement:
    """The document; an AssertionError tells of elements that are not closed in order."""
    builder = _Builder()
    builder.feed(page.decode("utf-8"))
    builder.close()
    assert len(builder.stack) == 1, f"never closed: {[e.tag for e in builder.stack[1:]]}"
    return builder.stack[0]
