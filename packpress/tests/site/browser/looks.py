"""What can be measured of a page in a window: its width, its targets, and what the keyboard reaches."""

from __future__ import annotations

from typing import Any

LEAST_TARGET = 24
"""How many pixels a target has at least in both directions (WCAG 2.5.8)."""
MOST_TABS = 40
"""How many stops of the keyboard are looked at on a page."""

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
_STOP = """
(() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const first = one.getClientRects()[0] || box;
  const between = (value, most) => Math.min(Math.max(value, 0), most - 1);
  const middle = [between(first.left + first.width / 2, innerWidth), between(first.top + first.height / 2, innerHeight)];
  const seen = document.elementFromPoint(...middle);
  return {
    name: `${one.localName} “${one.textContent.trim().slice(0, 30)}”`,
    href: one.getAttribute("href") || "",
    skip: one.matches("a[href^='#']"),
    inside: box.width * box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !(seen && (one.contains(seen) || seen.contains(one))),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
})()
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
    """What is wrong with the stops of the keyboard: the first is the skip link, and each is seen."""
    faults = []
    for stop in range(MOST_TABS):
        page.keyboard.press("Tab")
        found = page.evaluate(_STOP)
        if found is None:
            break
        if stop == 0 and not found["skip"]:
            faults.append(f"the first stop is {found['name']}, not the skip link")
        faults += [f"stop {found['name']} is not in the window"] if not found["inside"] else []
        faults += [f"stop {found['name']} is covered"] if found["inside"] and found["covered"] else []
        faults += [f"stop {found['name']} has no outline of 2 px"] if not found["outlined"] else []
    return faults
