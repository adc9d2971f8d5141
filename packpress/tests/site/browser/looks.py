"""What can be measured of a page in a window: its width, its targets, and what the keyboard reaches."""

from __future__ import annotations

from typing import Any

LEAST_TARGET = 24
"""How many pixels a target has at least in both directions (WCAG 2.5.8)."""
PRESSED = 3
"""How many stops of a page are reached by the keyboard."""

_SPACING = """
(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
})()
"""
_WIDE = """
(() => {
  const wide = document.scrollingElement.scrollWidth, room = document.documentElement.clientWidth;
  if (wide <= room) return [];
  const beyond = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > room + 0.5);
  const names = beyond.slice(0, 3).map((one) => `${one.localName}.${one.className}`);
  return [`${wide} px wide in ${room}: ${names.join(", ")}`];
})()
"""
# A link in a sentence may be lower: its block has other words beside it.
_SMALL = """
((least) => {
  const small = [];
  for (const one of document.querySelectorAll("a[href], button, input, select, summary, textarea")) {
    const box = one.getBoundingClientRect();
    if (!one.checkVisibility({visibilityProperty: true}) || one.matches(".skip")) continue;
    if (Math.min(box.width, box.height) >= least - 0.01) continue;
    const inline = getComputedStyle(one).display === "inline";
    let block = one.parentElement;
    while (block && getComputedStyle(block).display === "inline") block = block.parentElement;
    const others = [...block.querySelectorAll("a[href], button")].map((other) => other.textContent);
    let rest = block.textContent;
    for (const other of others) rest = rest.replace(other, "");
    if (inline && /\\p{L}{2}/u.test(rest)) continue;
    const size = `${box.width.toFixed(1)} × ${box.height.toFixed(1)}`;
    small.push(`target ${one.localName} “${one.textContent.trim().slice(0, 30)}”: ${size}`);
  }
  return small;
})
"""
# What is wrong with the element that has the focus.
_SEEN = """
const name = (one) => `${one.localName} “${one.textContent.trim().slice(0, 30)}”`;
const unseen = (one) => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one), first = one.getClientRects()[0] || box;
  const between = (value, most) => Math.min(Math.max(value, 0), most - 1);
  const middle = [between(first.left + first.width / 2, innerWidth), between(first.top + first.height / 2, innerHeight)];
  const top = document.elementFromPoint(...middle), faults = [];
  const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!isInside || box.width * box.height === 0) faults.push(`stop ${name(one)} is not in the window`);
  else if (!top || !(one.contains(top) || top.contains(one))) faults.push(`stop ${name(one)} is covered`);
  const outline = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  if (outline < 2) faults.push(`stop ${name(one)} has no outline of 2 px`);
  return faults;
};
const stops = [...document.querySelectorAll("a[href], button, input, select, summary, textarea, [tabindex]")].filter(
  (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}));
"""
# Puts the keyboard before the first stop, wherever it was.
_FROM_TOP = """
(() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
})()
"""
_PRESSED = f"""
(at) => {{
  {_SEEN}
  const one = document.activeElement, faults = [];
  if (!one || one === document.body) return [`stop ${{at + 1}} of the keyboard is missing`];
  if (at === 0 && !one.matches("a[href^='#']")) faults.push(`the first stop is ${{name(one)}}, not the skip link`);
  if (one !== stops[at]) faults.push(`stop ${{at + 1}} of the keyboard is ${{name(one)}}, not ${{name(stops[at])}}`);
  return [...faults, ...unseen(one)];
}}
"""
_REST = f"""
(from) => {{
  {_SEEN}
  const faults = stops.filter((one) => one.tabIndex > 0).map((one) => `stop ${{name(one)}} has tabindex="${{one.tabIndex}}"`);
  for (const one of stops.slice(from)) {{
    one.focus();
    faults.push(...(document.activeElement === one ? unseen(one) : [`stop ${{name(one)}} takes no focus`]));
  }}
  return faults;
}}
"""


def unfold(page: Any) -> None:
    """Opens what is folded away on the page, so that it is judged, too."""
    page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })')


def too_wide(page: Any) -> list[str]:
    """What makes the page scroll sideways."""
    return list(page.evaluate(_WIDE))


def too_wide_when_spaced(page: Any) -> list[str]:
    """What makes the page scroll sideways with the text spacing of WCAG 1.4.12; changes the page."""
    page.evaluate(_SPACING)
    return [f"spaced text: {fault}" for fault in page.evaluate(_WIDE)]


def small_targets(page: Any) -> list[str]:
    return list(page.evaluate(_SMALL + f"({LEAST_TARGET})"))


def hidden_focus(page: Any) -> list[str]:
    """What is wrong with the stops of the keyboard: the first is the skip link, and each is seen.

    The first stops are reached by the keyboard, the others by a script in the order of the page: after a key was pressed, the
    browser shows where the focus is, whatever moves it.
    """
    faults: list[str] = []
    page.evaluate(_FROM_TOP)
    for at in range(PRESSED):
        page.keyboard.press("Tab")
        faults += page.evaluate(_PRESSED, at)
    return faults + list(page.evaluate(_REST, PRESSED))
