"""``scodiff review --agree``: how far the answers of two readers agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from scodiff.cli.console import print_line


def print_agreement(first: str, second: str) -> None:
    """The figures of two files of answers, and what to talk about.

    Raises click.ClickException where one holds no answers, or one is about links and the other
    about shifts.
    """
    from scodiff.compare.review.answer_line import answers_question_about

    paths = Path(first), Path(second)
    about = [answers_question_about(path) for path in paths]
    for path, kind in zip(paths, about, strict=True):
        if kind is None:
            raise click.ClickException(f"{path.name} holds no answers.")
    if about[0] != about[1]:
        raise click.ClickException(
            f"{paths[0].name} has answers about {about[0]}, and {paths[1].name} about {about[1]}."
        )
    if about[0] == "shifts":
        _print_on_shifts(paths)
    else:
        _print_on_links(paths)


def _print_on_links(paths: tuple[Path, Path]) -> None:
    from scodiff.compare.review.agreement import agreement
    from scodiff.compare.review.answer_file import read_answers

    found = agreement(*([answer for _, answer in read_answers(path)] for path in paths))
    print_line(f"{found.questions} questions answered by both, {found.pairs} pairs of paragraphs")
    print_line(f"F1 on links: {_figure(found.f1)}")
    print_line(f"Cohen's kappa on the four labels: {_figure(found.kappa)}")
    _print_to_discuss(paths, [f"A {x.a}, B {x.b}: {x.first} – {x.second}" for x in found.discuss])


def _print_on_shifts(paths: tuple[Path, Path]) -> None:
    from scodiff.compare.review.shifts.agreement import shift_agreement
    from scodiff.compare.review.shifts.answers import read_shift_answers

    found = shift_agreement(*([answer for _, answer in read_shift_answers(p)] for p in paths))
    print_line(f"{found.questions} questions answered by both")
    print_line(f"F1 on the kinds of change named: {_figure(found.f1)}")
    print_line(f"Cohen's kappa on whether a kind is named: {_figure(found.kinds)}")
    print_line(
        f"Cohen's kappa on the direction, of {found.both} kinds that both named: "
        f"{_figure(found.directions)}"
    )
    _print_to_discuss(
        paths,
        [
            f"A {', '.join(x.a)}, B {', '.join(x.b)}, {x.kind}: {_named(x.first)} – "
            f"{_named(x.second)}"
            for x in found.discuss
        ],
    )


def _print_to_discuss(paths: tuple[Path, Path], lines: Sequence[str]) -> None:
    if not lines:
        return
    print_line()
    print_line(f"To discuss ({paths[0]}: {paths[1]}):")
    for line in lines:
        print_line(f"  {line}")


def _named(directions: Sequence[str]) -> str:
    return ", ".join(directions) or "not named"


def _figure(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"
