"""robots.txt: what a site asks programs to leave alone (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser


class Robots:
    """Asks each site once for its robots.txt, and remembers the answer.

    ``fetch`` gives the text at an address, None where there is none, and raises where the
    site does not answer: then it is not known to allow anything, and that is what is raised.
    """

    def __init__(self, agent: str, fetch: Callable[[str], str | None]) -> None:
        self._agent = agent.partition("/")[0]
        self._fetch = fetch
        self._known: dict[str, RobotFileParser | None] = {}

    def allows(self, address: str) -> bool:
        """Whether the site lets this program fetch the address."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._known:
            text = self._fetch(f"{site}/robots.txt")
            rules = None if text is None else RobotFileParser()
            if rules is not None and text is not None:
                rules.parse(text.splitlines())
            self._known[site] = rules
        known = self._known[site]
        return known is None or known.can_fetch(self._agent, address)
