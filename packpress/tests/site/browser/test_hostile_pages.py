"""In a browser no text of a package runs, even without the policy of the pages, or widens one; the controls show what would."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.site.invented_site import invented_site
from tests.site.payloads import PAYLOADS, naughty_strings, packed
from tests.site.test_hostile_texts import without_escapes

from packpress.site.rendering.render_site import render_site

if TYPE_CHECKING:
    from tests.site.browser.conftest import Browse

pytestmark = [pytest.mark.slow, pytest.mark.browser]
QUIET: Mapping[str, list[str]] = {"foreign": [], "fired": [], "requests": []}


def tried(browse: Browse, folder: Path, texts: Sequence[str]) -> Mapping[str, Mapping[str, list[str]]]:
    """What the browser found on the pages of a site with these texts, without the policy and with it."""
    for path, data in render_site(invented_site(texts)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    done = browse(folder, "--hostile")
    assert done.returncode == 0, done.stderr
    found: Mapping[str, Mapping[str, list[str]]] = json.loads(done.stdout)
    return found


def test_no_text_runs_with_or_without_the_policy(browse: Browse, tmp_path: Path) -> None:
    texts = packed([*PAYLOADS, *naughty_strings()], 20)
    found = tried(browse, tmp_path, texts)
    assert {way: {name: faults[name] for name in QUIET} for way, faults in found.items()} == dict.fromkeys(found, QUIET)
    assert [*found] == ["without policy", "with policy"]


def test_a_word_without_a_break_widens_no_page(browse: Browse, tmp_path: Path) -> None:
    texts = [f"{'W' * 90}{number}" for number in range(3)]
    assert tried(browse, tmp_path, texts)["with policy"] == {**QUIET, "wide": []}


def test_without_escapes_texts_run_unless_the_policy_stops_them(
    browse: Browse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_escapes(monkeypatch)
    found = tried(browse, tmp_path, packed(PAYLOADS, 6))
    assert len(found["without policy"]["fired"]) > 10
    assert found["with policy"]["foreign"]
    assert found["with policy"]["fired"] == []
