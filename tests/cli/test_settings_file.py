"""Settings from a file: defaults that the command line overrides."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest
from command import Result, assert_one_sentence, run

from scodiff.cli.settings_file import default_map


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCODIFF_THREADS", "1")
    monkeypatch.setenv("SCODIFF_MODELS", str(tmp_path / "models.toml"))


def compare(*options: str) -> Result:
    return run("compare", "2003-moscow", "2003-moscow", "-q", "-o", "r.json", *options)


def test_the_default_model_is_taken_from_the_file_and_the_command_line_wins(tmp_path: Path) -> None:
    (tmp_path / "scodiff.toml").write_text('model = "no-such-model"')
    refused = compare()
    assert refused.exit_code == 2
    assert "no-such-model" in refused.stderr
    assert compare("--model", "none").exit_code == 0
    (tmp_path / "scodiff.toml").write_text('model = "none"')
    assert compare().exit_code == 0
    assert '"model": null' in (tmp_path / "r.json").read_text().replace('":null', '": null')


def test_a_file_above_and_a_project_file_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.scodiff]\nmodel = "none"\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (below / "pyproject.toml").write_text("[tool.other]\n")
    monkeypatch.chdir(below)
    assert default_map(["compare", "phrase"])["phrase"] == {"model": "none"}
    (below / "scodiff.toml").write_text('[compare]\nexit-code = true\nparagraphs = "lines"\n')
    assert default_map(["compare"]) == {"compare": {"exit_code": True, "paragraphs": "lines"}}


def test_an_option_is_set_by_the_name_it_is_typed_with(tmp_path: Path) -> None:
    settings = 'model = "none"\n[compare]\nformat = "csv"\noutput = "settled.csv"\n'
    (tmp_path / "scodiff.toml").write_text(settings)
    assert run("compare", "2003-moscow", "illustration", "-q").exit_code == 0
    assert (tmp_path / "settled.csv").read_text("utf-8-sig").startswith("link,relation,")


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("not toml [")
    if not any((p / "scodiff.toml").exists() for p in tmp_path.parents):
        assert default_map(["compare"]) == {}


def test_the_environment_wins_over_the_threads_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scodiff.toml").write_text("threads = 3")
    default_map(["compare"])
    assert os.environ["SCODIFF_THREADS"] == "1"
    monkeypatch.delenv("SCODIFF_THREADS")
    default_map(["compare"])
    assert os.environ["SCODIFF_THREADS"] == "3"


@pytest.mark.parametrize("content", ["modle = 'mpnet'", "[model]", "compare = 1", "model ="])
def test_a_wrong_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "scodiff.toml").write_text(content)
    with pytest.raises(click.UsageError):
        default_map(["compare"])
    refused = compare()
    assert_one_sentence(refused)
    assert "scodiff.toml" in refused.stderr


@pytest.mark.parametrize(
    "settings",
    [
        'model = "\\u0000"',
        'threads = "\\u001b[2J"',
        '[compare]\nlinks = "\\u0000"',
        '[corpus]\na = "\\u202e"',
    ],
)
def test_no_setting_holds_a_control_character(tmp_path: Path, settings: str) -> None:
    (tmp_path / "scodiff.toml").write_text(settings)
    refused = compare()
    assert_one_sentence(refused)
    assert "control character" in refused.stderr


def test_a_working_folder_that_is_deleted_has_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert default_map(["compare"]) == {}


@pytest.mark.parametrize(
    "written",
    [
        "[tool.scodiff]\nmodel = 'none'",
        '[ "tool" . \'scodiff\' ]\nmodel = "none"',
        "tool.scodiff.model = 'none'",
        "tool = { scodiff = { model = 'none' } }",
        "[tool]\nscodiff.model = 'none'",
        '["\\u0074ool".scodiff]\nmodel = "none"',
        "[tool.scodiff.compare]\nmodel = 'none'",
    ],
)
def test_the_table_of_a_project_file_is_found_however_it_is_written(
    tmp_path: Path, written: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"{written}\n[project]\nname = 'x'\n")
    assert default_map(["compare"])["compare"] == {"model": "none"}
