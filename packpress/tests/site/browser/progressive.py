"""Whether a page is whole without scripts, and whether its filters, sorting and search work with them."""

from __future__ import annotations

from typing import Any

_WHOLE = """
(() => {
  const shown = (one) => one.getClientRects().length > 0;
  const all = (what) => [...document.querySelectorAll(what)];
  const faults = all("[data-item]").filter((one) => !shown(one)).map((one) => `item ${one.id || one.localName} is hidden`);
  if (all("form[data-filter]").some(shown)) faults.push("the filters are shown");
  if (all("form[data-search]").length && !all("noscript a").length) faults.push("nothing in place of the search");
  if (!shown(document.querySelector("h1") || document.body)) faults.push("the heading is hidden");
  return faults;
})()
"""
_COUNT = '[...document.querySelectorAll("[data-item]")].filter((one) => !one.hidden).length'
_COUNTED = """
(() => {
  const items = [...document.querySelectorAll("[data-item]")].filter((one) => !one.hidden);
  const beside = items.flatMap((one) => (one.dataset.beside || "").split(" ")).filter(Boolean);
  return items.length + new Set(beside).size;
})()
"""
_CHOICES = """
(() => {
  const items = [...document.querySelectorAll("[data-item]")], faults = [];
  for (const select of document.querySelectorAll("form[data-filter] select[name]")) {
    const choose = (code) => {
      select.value = code;
      for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, {bubbles: true}));
      return items.filter((one) => !one.hidden).length;
    };
    for (const {value} of [...select.options].filter((option) => option.value)) {
      const shown = choose(value);
      if (!shown) faults.push(`filter ${select.name} = ${value} shows none of ${items.length} items`);
    }
    const shown = choose("");
    if (shown !== items.length) faults.push(`filter ${select.name} hides items after it is cleared`);
  }
  return faults;
})()
"""
_ORDERS = """
(() => {
  const order = () => [...document.querySelectorAll("[data-item]")];
  const published = order(), faults = [];
  const equal = (one, other) => one.length === other.length && one.every((item, at) => item === other[at]);
  for (const button of document.querySelectorAll("[data-sort] button")) {
    if (!button.checkVisibility({visibilityProperty: true})) continue;
    const orders = [0, 1, 2].map(() => { button.click(); return order(); });
    const isWhole = orders.every((items) => new Set(items).size === published.length);
    if (!isWhole || equal(orders[0], orders[1]) || !equal(orders[2], published))
      faults.push(`sorting by ${button.innerText} does not sort, or does not restore the order`);
  }
  return faults;
})()
"""


def incomplete(page: Any) -> list[str]:
    """What a page lacks where scripts are off."""
    return [f"without scripts: {fault}" for fault in page.evaluate(_WHOLE)]


def broken_filters(page: Any) -> list[str]:
    """What is wrong with the filters and the sorting of a list; [] for a page without them."""
    form = page.query_selector("form[data-filter]")
    if form is None:
        return []
    faults: list[str] = []
    every, counted = page.evaluate(_COUNT), page.evaluate(_COUNTED)
    status, words = page.locator("[data-filter-status]"), page.locator("form[data-filter] input[name=q]")
    if not form.is_visible() or str(counted) not in status.inner_text().replace(",", ""):
        faults.append(f"the filters do not show or do not count {counted} records")
    if words.count():
        words.fill("no such words anywhere zzz")
        clear = page.locator("[data-filter-empty] [data-filter-clear]")
        if page.evaluate(_COUNT) or not clear.is_visible():
            faults.append("words that nothing has leave items, or no sentence says so")
            words.fill("")
        else:
            clear.click()
        if page.evaluate(_COUNT) != every:
            faults.append("the button that clears the filters leaves some items hidden")
    return [*faults, *page.evaluate(_CHOICES), *page.evaluate(_ORDERS)]


def lost_answers(page: Any, questions: dict[str, list[str]], within: int = 3) -> list[str]:
    """The questions whose pages are not among the first results of the search page that is open."""
    faults = []
    for question, answers in questions.items():
        found = page.evaluate("(question) => packpressSearch(question)", question)[:within]
        if not set(answers) & set(found):
            faults.append(f"“{question}” finds {', '.join(found) or 'nothing'}")
    return faults
