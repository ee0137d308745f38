"""Web pages put together at random: a text in many makes, and what sites put around it."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from random import Random

_WHO = ("The Heads of State", "The Member States", "The Parties", "They", "The Council")
_VERBS = (
    "welcome the opening of", "express their concern at the state of", "agree to measure",
    "call for the repair of", "support the common use of", "condemn all attacks on",
)  # fmt: skip
_WHAT = (
    "the libraries of the lake", "the three border crossings in the east", "the river basin",
    "the common tariff for containers", "the network of universities", "the interbank association",
)  # fmt: skip
_HOW = (
    "within ten days of a request", "without the consent of any other State",
    "as the founding charter says", "before the end of 2012", "in the interest of their peoples",
    "and instruct the ministers to report on it every year",
)  # fmt: skip
TITLE = "Harbour Declaration of the Heads of State of the Lakeside Council"
SIGNED = (
    "For the Republic of Arania", "Ivan Petrov", "For the Kingdom of Corvia", "John Smith",
    "For the Republic of Orlania", "Maria Delgado",
)  # fmt: skip


@dataclass
class MadePage:
    """A page's markup, and what must come of it."""

    markup: str
    citable: list[str]
    headings: list[str] = field(default_factory=list)
    title: str = TITLE


def sentence(random: Random) -> str:
    """A sentence of the kind that declarations have."""
    return " ".join(random.choice(part) for part in (_WHO, _VERBS, _WHAT, _HOW)) + "."


def made_page(random: Random) -> MadePage:
    """A text with furniture of many makes around it."""
    count = random.randint(3, 14)
    texts: list[str] = []
    while len(texts) < count:
        new = " ".join(sentence(random) for _ in range(random.choice((1, 1, 2, 3))))
        if new not in texts:
            texts.append(new)
    named = random.random() < 0.6
    body, citable, headings = _body(random, texts)
    title = _title(random)
    lines = [line for line in _LINES if random.random() < 0.3]
    above = [_furniture(random, named) for _ in range(random.randint(0, 3))]
    below = [_furniture(random, named) for _ in range(random.randint(0, 4))]
    inside = [_inner(random, named) for _ in range(random.randint(0, 2))]
    signed = random.choice(_SIGNATURES) if random.random() < 0.4 else ""
    core = "\n".join([title, *lines, *inside[:1], body, signed, *inside[1:]])
    for _ in range(random.randint(0, 3)):
        tag = random.choice(("div", "section", "article"))
        core = f'<{tag} class="{_name(random, named, "content text page")}">{core}</{tag}>'
    if random.random() < 0.3:
        core = f"<main>{core}</main>"
    if random.random() < 0.15:
        core = f"<table><tr><td>{_menu(random, named)}</td><td>{core}</td></tr></table>"
    inner = "\n".join([*above, core, *below])
    if random.random() < 0.1:
        inner = f"<form id=aspnetForm method=post>{inner}</form>"
    head = random.choice((f"{TITLE} | Ministry of Arania", "Documents", "", "Ministry of Arania"))
    markup = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{head}</title></head>'
        f"<body>{inner}</body></html>"
    )
    return MadePage(markup, citable, headings)


def _title(random: Random) -> str:
    return random.choice(
        (
            f"<h1>{TITLE}</h1>", f"<h1><span>{TITLE}</span></h1>",
            f'<header><p class="date">14 May 2011</p><h1>{TITLE}</h1></header>',
            f"<hgroup><h1>{TITLE}</h1></hgroup>", f'<div class="header"><h1>{TITLE}</h1></div>',
            f'<h1 class="title">{TITLE} <a class="anchor" href="#h">#</a></h1>'.replace(" <a", "<a")
            .replace(">#<", "><"),
        )
    )  # fmt: skip


def _name(random: Random, named: bool, names: str) -> str:
    return random.choice(names.split()) if named else f"c{random.randint(1, 99)}"


def _body(random: Random, texts: list[str]) -> tuple[str, list[str], list[str]]:
    """The text in one of the makes that pages have, its paragraphs and its headings."""
    shown = [_marked(random, html.escape(text, quote=False)) for text in texts]
    make = random.choice(("p", "p", "div", "td", "br", "list", "sections", "quote", "spans"))
    if make == "p":
        return "".join(f"<p>{text}</p>" for text in shown), texts, []
    if make == "div":
        return "".join(f"<div>{text}</div>" for text in shown), texts, []
    if make == "td":
        rows = "".join(f"<tr><td><p>{text}</p></td></tr>" for text in shown)
        return f"<table><tbody>{rows}</tbody></table>", texts, []
    if make == "br":
        return "<div>" + "<br><br>\n".join(shown) + "</div>", texts, []
    if make == "quote":
        return f"<blockquote>{''.join(f'<p>{text}</p>' for text in shown)}</blockquote>", texts, []
    if make == "spans":
        spans = (f"<p><span style='color:#333'><b>{t}</b></span></p>" for t in shown)
        return "".join(spans), texts, []
    if make == "list":
        items = "".join(f"<li>{text}</li>" for text in shown)
        tag = random.choice(("ul", "ol"))
        found = [f"{n}. {t}" if tag == "ol" else t for n, t in enumerate(texts, 1)]
        return f"<{tag}>{items}</{tag}>", found, []
    half = len(shown) // 2
    parts = [("Regional security", shown[:half]), ("Culture and education", shown[half:])]
    wrap = random.choice(("<section>{}</section>", '<div class="part">{}</div>', "{}"))
    body = "".join(
        wrap.format(f"<h2>{heading}</h2>" + "".join(f"<p>{t}</p>" for t in part))
        for heading, part in parts
    )
    return body, texts, [heading for heading, _ in parts]


def _marked(random: Random, text: str) -> str:
    """The text with what pages have inside of paragraphs."""
    first, found, rest = text.partition(" of ")
    if not found:
        return text
    return random.choice(
        (
            text, text, text, f'{first} of <a href="/treaty">{rest[:20]}</a>{rest[20:]}',
            f"{first} <del>or</del>of {rest}", f'<a name="p1"></a>{text}', f"{text}<sup>3</sup>",
        )
    )  # fmt: skip


_LINES = (
    '<p class="date">14 May 2011, 18:42</p>', '<p class="num">412-14-05-2011</p>',
    "<div>Published: 14.05.2011 18:42</div>", "<p>14 May 2011</p>",
    '<div class="meta"><span>Views: 1,204</span></div>', "<p>No. 412/2011</p>",
)  # fmt: skip
_COOKIES = (
    "This website uses cookies to give you the best experience. By continuing to browse you agree "
    "to our use of cookies and to the processing of your data as described in the privacy notice."
)
_TEASER = (
    "The deputy minister opened the new reading room of the harbour library on Monday and thanked "
    "all those who had carried its globes over the mountains."
)
_SIGNATURES = (
    "<table><tr><td>For the Republic of Arania</td><td>For the Kingdom of Corvia</td></tr>"
    "<tr><td>Ivan Petrov</td><td>John Smith</td></tr></table>",
    "<p>For the Republic of Arania</p><p>Ivan Petrov</p><p>For the Kingdom of Corvia</p>"
    "<p>John Smith</p>",
    "<div>For the Republic of Arania<br>Ivan Petrov</div>"
    "<div>For the Kingdom of Corvia<br>John Smith</div>",
    "<table><tr><td><p>For the Republic of Arania</p><p>Ivan Petrov</p></td>"
    "<td><p>For the Kingdom of Corvia</p><p>John Smith</p></td></tr></table>",
)


def _menu(random: Random, named: bool) -> str:
    items = (
        "The Minister", "News and press releases of the ministry", "Documents", "Contacts",
        "Consular services for citizens abroad", "Foreign policy", "Press service",
    )  # fmt: skip
    entries = "".join(f'<li><a href="/{n}">{text}</a></li>' for n, text in enumerate(items))
    listed = f"<ul>{entries}</ul>"
    make = random.choice(("nav", "div", "ul"))
    if make == "ul":
        return listed
    return f'<{make} class="{_name(random, named, "menu navbar top")}">{listed}</{make}>'


def _cookie(random: Random, named: bool) -> str:
    controls = random.choice(
        ("<button>Accept all</button><button>Only necessary</button>", '<a href="#">Accept</a>', "")
    )
    name = _name(random, named, "cookie-banner consent popup")
    return f'<div id="{name}"><p>{_COOKIES}</p>{controls}</div>'


def _header(random: Random, named: bool) -> str:
    inner = '<a class="logo" href="/">Ministry of Foreign Affairs of Arania</a>'
    inner += _menu(random, named) + '<form><input placeholder="Search"><button>Go</button></form>'
    if random.random() < 0.2:
        inner = f"<h1>Ministry of Foreign Affairs of Arania</h1>{inner}"
    tag = random.choice(("header", "div"))
    return f'<{tag} class="{_name(random, named, "header masthead top")}">{inner}</{tag}>'


def _crumbs(random: Random, named: bool) -> str:
    inner = '<a href="/">Home</a> / <a href="/d">Documents</a> / <span>Declaration</span>'
    tag = random.choice(("div", "nav", "p"))
    return f'<{tag} class="{_name(random, named, "breadcrumbs breadcrumb")}">{inner}</{tag}>'


def _related(random: Random, named: bool) -> str:
    heading = random.choice(("Related documents", "See also", "More news", "Latest news"))
    level = random.choice(("h2", "h3", "h4"))
    texts = ("Joint communique of the foreign ministers, 3 March 2011",
             "Statement on the situation in the eastern mountains, 9 April 2011")  # fmt: skip
    make = random.choice(("list", "cards", "teasers"))
    if make == "list":
        inner = "<ul>" + "".join(f'<li><a href="/r">{text}</a></li>' for text in texts) + "</ul>"
    elif make == "cards":
        inner = "".join(
            f'<div class="{_name(random, named, "card item")}"><h4><a href="/r">{text}</a></h4>'
            f"<p>{_TEASER}</p></div>"
            for text in texts
        )
    else:
        inner = "".join(
            f'<div><a href="/r">{text}</a><p>{_TEASER} <a href="/r">Read more</a></p></div>'
            for text in texts
        )
    tag = random.choice(("aside", "div", "section"))
    name = _name(random, named, "related sidebar similar")
    return f'<{tag} class="{name}"><{level}>{heading}</{level}>{inner}</{tag}>'


def _footer(random: Random, named: bool) -> str:
    inner = (
        "<p>© 2011 Ministry of Foreign Affairs of Arania. All rights reserved. When quoting, a "
        "link to the site is required.</p><p>12 Palace Street, Selim. Telephone +000 000 000</p>"
    )
    tag = random.choice(("footer", "div"))
    return f'<{tag} class="{_name(random, named, "footer bottom")}">{inner}</{tag}>'


def _comments(random: Random, named: bool) -> str:
    name = _name(random, named, "comments comment-list")
    return (
        f'<div class="{name}"><h3>Comments (2)</h3><div><b>Anna</b><p>I have read this with great '
        "interest, and so has my neighbour from the other side of the lake.</p></div>"
        "<form><label>Your name</label><input type=text><textarea></textarea>"
        "<button>Send</button></form></div>"
    )


def _subscribe(random: Random, named: bool) -> str:
    name = _name(random, named, "newsletter subscribe")
    return (
        f'<div class="{name}"><h4>Subscribe</h4><p>Get the latest documents of the ministry by '
        'mail every week.</p><input type="email"><button>Subscribe</button></div>'
    )


def _share(random: Random, named: bool) -> str:
    name = _name(random, named, "share social-links")
    return random.choice(
        (
            f'<div class="{name}"><span>Share:</span> <a href="//f">Facebook</a> '
            '<a href="//x">X</a> <a href="//t">Telegram</a></div>',
            f'<ul class="{name}"><li><a href="//f">Facebook</a><li><a href="//v">VK</a></ul>',
            '<p><a href="?print=1">Print version</a></p>',
            f'<div class="{name}"><button>Print</button><button>Share</button></div>',
        )
    )


def _contents(random: Random, named: bool) -> str:
    items = "".join(
        f'<li><a href="#s{n}">{text}</a></li>'
        for n, text in enumerate(("Regional security", "Culture and education"))
    )
    heading = random.choice(("<p>Contents</p>", "<h2>Contents</h2>", ""))
    return f'<div class="{_name(random, named, "toc contents")}">{heading}<ul>{items}</ul></div>'


def _hidden(random: Random, named: bool) -> str:
    return random.choice(
        (
            f'<div style="display: none"><p>{_TEASER}</p></div>',
            f"<div hidden><p>{_TEASER}</p></div>",
            f'<div aria-hidden="true"><p>{_TEASER}</p></div>',
            '<a class="sr-only">Skip to text</a>',
        )
    )


def _furniture(random: Random, named: bool) -> str:
    makes = (_menu, _cookie, _header, _crumbs, _related, _footer, _comments, _subscribe, _share,
             _hidden)  # fmt: skip
    return random.choice(makes)(random, named)


def _inner(random: Random, named: bool) -> str:
    return random.choice((_share, _crumbs, _contents, _related, _hidden, _subscribe))(random, named)
