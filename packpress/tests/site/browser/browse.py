"""Judges a site in a real browser, a line a check: ``browse.py SITE MODULES [--all] [--questions FILE]``, or ``--hostile``.

Runs in the environment of ``scripts/browse-site``, which has the packages of ``requirements-browser.lock`` and not packpress.
Each check is first made on a page full of faults, where it must find some.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from tests.site.browser import hostile, judges, looks, progressive
from tests.site.browser.control import CONTROL
from tests.site.browser.judges import AxeRules
from tests.site.browser.sample import all_pages, sample
from tests.site.browser.visit import HEIGHT, NARROW, WIDE, Visit, window
from tests.site.checks.find_faults import faults as plain_faults
from tests.site.checks.read_page import read_pages

CHROMIUM = "/usr/bin/chromium"


class Window(NamedTuple):
    """How wide a page is shown, in which colours, and which rules of axe it is judged by there."""

    width: int
    scheme: str
    rules: AxeRules


# every rule in both widths, and colours in both schemes; the light and narrow one last
WINDOWS = (
    Window(WIDE, "light", AxeRules.ALL),
    Window(WIDE, "dark", AxeRules.COLOURS),
    Window(NARROW, "dark", AxeRules.COLOURS),
    Window(NARROW, "light", AxeRules.OTHERS),
)
ONE_WINDOW = (Window(NARROW, "light", AxeRules.ALL),)
"""The window of the pages that are looked at only with ``--all``."""
SHOWN = 20
"""How many faults of a check are printed."""
Found = dict[str, list[str]]
CHECKS = "requests messages axe width focus targets filters spacing scripts-off html links".split()


def faults_of_page(visit: Visit, modules: Path, path: str, windows: Sequence[Window]) -> Iterator[tuple[str, str]]:
    """The faults of one page by check: it is opened once, and shown in one window after the other."""
    page = visit.page
    visit.show(windows[0].width, windows[0].scheme)
    visit.open(path)
    looks.unfold(page)
    for width, scheme, rules in windows:
        visit.show(width, scheme)
        found = {"axe": judges.axe(page, modules, rules)}
        if scheme == "light":
            found |= {"width": looks.too_wide(page), "targets": looks.small_targets(page), "focus": looks.hidden_focus(page)}
        if (width, scheme) == (WIDE, "light"):
            found["filters"] = progressive.broken_filters(page)
        for check, faults in found.items():
            yield from ((check, f"{path}, {width} px, {scheme}: {fault}") for fault in faults)
    # last, because it changes the page
    yield from (("spacing", f"{path}, {width} px: {fault}") for fault in looks.too_wide_when_spaced(page))
    yield from (("requests", f"{path}: {fault}") for fault in visit.foreign_requests())
    yield from (("messages", f"{path}: {fault}") for fault in visit.messages)


def judge(browser: Any, site: Path, modules: Path, pages: Sequence[str], windows: Sequence[Window] = WINDOWS) -> Found:
    """The faults of some pages in all windows, by check."""
    found: Found = defaultdict(list)
    with window(browser, site) as visit:
        for path in pages:
            for check, fault in faults_of_page(visit, modules, path, windows):
                found[check].append(fault)
    with window(browser, site, scripts=False) as visit:
        for path in pages:
            visit.open(path)
            found["scripts-off"] += [f"{path}: {fault}" for fault in progressive.incomplete(visit.page)]
    return found


def judge_files(site: Path, modules: Path) -> Found:
    """The faults of all pages that are seen without a browser."""
    return {"html": judges.nu(site, modules), "links": plain_faults(site, read_pages(site))}


def answer(browser: Any, site: Path, questions: Mapping[str, list[str]]) -> Found:
    """What is wrong with the search: questions that do not find their pages, and the form of the first page."""
    with window(browser, site) as visit:
        visit.open("search.html")
        found = progressive.lost_answers(visit.page, dict(questions))
        visit.open("index.html")
        box = visit.page.locator("form[role=search] input[name=q]").first
        question = next(iter(questions))
        box.fill(question)
        box.press("Enter")
        visit.page.wait_for_url("**/search.html?q=*")
        links = visit.page.locator("[data-search-results] a")
        if not set(questions[question]) & {links.nth(at).get_attribute("href") for at in range(min(links.count(), 3))}:
            found.append(f"“{question}” in the box of index.html does not show its page")
        found += visit.messages
    return {"search": found}


def control(browser: Any, modules: Path) -> Found:
    """The checks that find nothing on a page full of faults."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder).resolve()
        (site / "index.html").write_text(CONTROL, encoding="utf-8")
        found = judge(browser, site, modules, ["index.html"]) | judge_files(site, modules)
    return {"control": [f"{check} finds nothing on a page full of faults" for check in CHECKS if not found[check]]}


def judge_hostile(browser: Any, site: Path, policy: bool) -> Found:
    """What runs, arises or is too wide on any page from the text of a table, with or without the policy."""
    found: Found = {"foreign": [], "fired": [], "requests": [], "wide": []}
    with window(browser, site, policy=policy) as visit:
        visit.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        visit.page.add_init_script(hostile.PREPARE)
        visit.page.on("dialog", lambda dialog: dialog.dismiss())
        for path in all_pages(site):
            visit.open(path)
            found["fired"] += [f"{path}: {call}" for call in hostile.fired(visit.page)]
            found["foreign"] += [f"{path}: {what}" for what in hostile.foreign(visit.page)]
            found["requests"] += [f"{path}: {what}" for what in visit.foreign_requests()]
            found["wide"] += [f"{path}: {what}" for what in looks.too_wide(visit.page)]
    return found


def report(found: Mapping[str, Sequence[str]], say: Callable[[str], object]) -> bool:
    """Says a line a check, with the first faults; returns whether there is no fault."""
    for check, faults in found.items():
        say(f"{'red' if faults else 'ok '} {check}" + (f": {len(faults)} faults" if faults else ""))
        for fault in faults[:SHOWN]:
            say(f"      {fault}")
    return not any(found.values())


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="browse-site", description="Judges a site in a real browser.")
    parser.add_argument("site", type=Path)
    parser.add_argument("modules", type=Path)
    parser.add_argument(
        "--all", action="store_true", help="every page, at 320 px, besides one page of each kind in each window"
    )
    parser.add_argument("--questions", type=Path, help="a JSON object: question → the pages that answer it")
    parser.add_argument("--hostile", action="store_true", help="only count what the texts of the tables run, as JSON")
    options = parser.parse_args(arguments)
    site = options.site.resolve()

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    with import_module("playwright.sync_api").sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM", CHROMIUM)
        # as root, as in CI, Chromium starts only without its sandbox
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        if options.hostile:
            ways = {"without policy": judge_hostile(browser, site, False), "with policy": judge_hostile(browser, site, True)}
            say(json.dumps(ways))
            return 0
        pages = sample(site)
        good = report(control(browser, options.modules), say)
        found = judge(browser, site, options.modules, pages) | judge_files(site, options.modules)
        if options.all:
            rest = [path for path in all_pages(site) if path not in pages]
            for check, faults in judge(browser, site, options.modules, rest, ONE_WINDOW).items():
                found[check] += faults
        if options.questions:
            found |= answer(browser, site, json.loads(options.questions.read_text(encoding="utf-8")))
        say(f"    {len(pages)} pages in {len(WINDOWS)} windows" + (f", {len(rest)} in one" if options.all else ""))
        good &= report({check: found[check] for check in [*CHECKS, *(["search"] if options.questions else [])]}, say)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
