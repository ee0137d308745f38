"""Files made from texts by independent programs: Chromium, LibreOffice and pandoc.

Each way to make a file takes paragraphs and writes one file, or says which program is
missing. Nothing here knows how files are read.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
NOTE = "A note of the editors of this collection, which no summit adopted."
HEAD = "Collected Documents of Mountain Libraries"
# Where words may be parted: enough for a type-setter, taken from no dictionary.
_SUFFIXES = ("tional", "tion", "ment", "ness", "ization", "ative", "ship", "ing", "ity", "ance")


@dataclass(frozen=True)
class PrintedText:
    """A paragraph to be printed: ``title``, ``heading`` or ``body``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Way:
    """One way to make a file: ``make`` writes it, ``needs`` are the programs it takes."""

    name: str
    group: str
    suffix: str
    needs: tuple[str, ...]
    make: Callable[[Sequence[PrintedText], Path], None]

    def missing(self) -> list[str]:
        """The programs that are not here."""
        return [name for name in self.needs if shutil.which(name) is None]


def page(
    blocks: Sequence[PrintedText], style: str = "", *, notes: bool = False, soft: bool = False
) -> str:
    """The paragraphs as a plain HTML page."""
    body = []
    for number, block in enumerate(blocks):
        text = html.escape(_softened(block.text) if soft else block.text, quote=False)
        tag = {"title": "h1", "heading": "h2"}.get(block.kind, "p")
        mark = "<note/>" if notes and block.kind == "body" and number % 9 == 4 else ""
        body.append(f"<{tag}>{text}{mark}</{tag}>")
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<style>{style}</style></head><body><main>\n"
        + "\n".join(body)
        + "\n</main></body></html>\n"
    )


def website(blocks: Sequence[PrintedText]) -> str:
    """The paragraphs inside a page as ministries have them: menus, shares, related news."""
    inner = page(blocks).partition("<body>")[2].partition("</body>")[0]
    links = "".join(f'<li><a href="/{n}">Section {n} of the site</a></li>' for n in range(14))
    news = "".join(
        f'<div class="news"><a href="/n{n}">The deputy librarian opened hall {n} of the lake '
        "library, where globes and maps are lent to all who come</a></div>"
        for n in range(8)
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Documents</title>'
        "<script>var a = '<p>no text</p>';</script></head><body>"
        f'<header><div class="logo">Ministry of Lakes</div><nav><ul>{links}</ul></nav></header>'
        f'<div class="layout"><aside class="left"><h3>Latest</h3>{news}</aside>'
        f'<div class="content"><div class="share">Print Share Send</div>{inner}</div></div>'
        "<footer><p>Copyright: all rights reserved. When you quote, name the Ministry of Lakes "
        "and give a link to the page that you quote from.</p></footer></body></html>"
    )


def _softened(text: str) -> str:
    words = []
    for word in text.split(" "):
        end = next((s for s in _SUFFIXES if word.rstrip(".,;:").endswith(s)), None)
        at = word.rfind(end) if end else -1
        words.append(f"{word[:at]}\u00ad{word[at:]}" if at > 3 else word)
    return " ".join(words)


def run(*command: str) -> None:
    """Run a program quietly; raises RuntimeError where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-400:]}")


def chromium_pdf(
    style: str, *, soft: bool = False
) -> Callable[[Sequence[PrintedText], Path], None]:
    """Print a page with Chromium."""

    def make(blocks: Sequence[PrintedText], target: Path) -> None:
        source = target.with_suffix(".source.html")
        source.write_text(page(blocks, style, soft=soft), encoding="utf-8")
        profile = target.with_suffix(".profile")
        run(
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu"),
            *("--no-pdf-header-footer", f"--user-data-dir={profile}"),
            *(f"--print-to-pdf={target}", source.resolve().as_uri()),
        )
        shutil.rmtree(profile, ignore_errors=True)

    return make


def pandoc(blocks: Sequence[PrintedText], target: Path, *options: str, notes: bool = False) -> None:
    """Write any format that pandoc writes, from HTML or, for notes, from Markdown-like HTML."""
    source = target.with_suffix(".pandoc.html")
    text = page(blocks, notes=notes)
    if notes:
        native = target.with_suffix(".pandoc.md")
        source.write_text(text.replace("<note/>", "NOTEMARK"), encoding="utf-8")
        run(
            "pandoc",
            "-f",
            "html",
            "-t",
            "markdown-smart",
            "--wrap=none",
            str(source),
            "-o",
            str(native),
        )
        marked = native.read_text(encoding="utf-8").replace("NOTEMARK", f"^[{NOTE}]")
        native.write_text(marked, encoding="utf-8")
        run("pandoc", "-f", "markdown-smart", str(native), "-o", str(target), *options)
        return
    source.write_text(text, encoding="utf-8")
    run("pandoc", "-f", "html", str(source), "-o", str(target), *options)


def office(source: Path, target: Path, kind: str) -> None:
    """Convert a file with LibreOffice."""
    profile = target.parent / "office-profile"
    run(
        *("soffice", f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless"),
        *("--convert-to", kind, "--outdir", str(target.parent), str(source)),
    )
    written = target.parent / f"{source.stem}.{target.suffix.lstrip('.')}"
    if written != target:
        written.replace(target)


def office_pdf(
    *, notes: bool = False, columns: int = 1, heads: bool = False, letter: bool = False
) -> Callable[[Sequence[PrintedText], Path], None]:
    """Print with LibreOffice a Word file of pandoc's, set in the columns and page asked for."""

    def make(blocks: Sequence[PrintedText], target: Path) -> None:
        word = target.with_suffix(".source.docx")
        pandoc(blocks, word, notes=notes)
        _set_page(word, columns, heads, letter)
        office(word, target, "pdf")

    return make


def _set_page(word: Path, columns: int, heads: bool, letter: bool) -> None:
    """Set a Word file's page size, columns, running head and justified, hyphenated text."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    file = Document(str(word))
    section = file.sections[0]
    section.page_width, section.page_height = (Mm(216), Mm(279)) if letter else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = Mm(22)
    if columns > 1:
        found = section._sectPr.find(qn("w:cols"))
        element = OxmlElement("w:cols") if found is None else found
        element.set(qn("w:num"), str(columns))
        element.set(qn("w:space"), "500")
        if found is None:
            section._sectPr.append(element)
    if heads:
        section.header.paragraphs[0].text = HEAD
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
    hyphens = OxmlElement("w:autoHyphenation")
    file.settings.element.append(hyphens)
    for paragraph in file.paragraphs:
        if len(paragraph.text) > 200:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    file.save(str(word))


def add_tracked_change(word: Path) -> None:
    """Nothing of a Word file's text changes, but its first run becomes a tracked insertion."""
    with zipfile.ZipFile(word) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    text = members["word/document.xml"].decode()
    marked = '<w:ins w:id="9001" w:author="a" w:date="2031-07-04T00:00:00Z">'
    start = text.index("<w:r>", text.index("<w:body>"))
    end = text.index("</w:r>", start) + len("</w:r>")
    text = f"{text[:start]}{marked}{text[start:end]}</w:ins>{text[end:]}"
    gone = '<w:del w:id="9002" w:author="a"><w:r><w:delText>gone</w:delText></w:r></w:del>'
    at = text.index("</w:ins>") + len("</w:ins>")
    members["word/document.xml"] = f"{text[:at]}{gone}{text[at:]}".encode()
    with zipfile.ZipFile(word, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
