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
_ORDER = '[...document.querySelectorAll("[data-item]")].map((one) => one.outerHTML)'


def incomplete(page: Any) -> list[str]:
    """What a page lacks where scripts are off."""
    return [f"without scripts: {fault}" for fault in page.evaluate(_WHOLE)]


def broken_filters(page: Any) -> list[str]:
    """What is wrong with the filters and the sorting of a list; [] for a page without them."""
    form = page.query_selector("form[data-filter]")
    if form is None:
        return []
    faults: list[str] = []
    every = page.evaluate(_COUNT)
    status, words = page.locator("[data-filter-status]"), page.locator("form[data-filter] input[name=q]")
    if not form.is_visible() or str(every) not in status.inner_text().replace(",", ""):
        faults.append(f"the filters do not show or do not count {every} items")
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
    for at in range(page.locator("form[data-filter] select[name]").count()):
        select = page.locator("form[data-filter] select[name]").nth(at)
        name, codes = select.get_attribute("name"), select.evaluate("(one) => [...one.options].map((option) => option.value)")
        for code in filter(None, codes):
            select.select_option(code)
            if not 0 < page.evaluate(_COUNT) <= every:
                faults.append(f"filter {name} = {code} shows {page.evaluate(_COUNT)} of {every} items")
        select.select_option("")
    published = page.evaluate(_ORDER)
    for at in range(page.locator("[data-sort] button").count()):
        button = page.locator("[data-sort] button").nth(at)
        if not button.is_visible():
            continue
        orders = []
        for _ in range(3):
            button.click()
            orders.append(page.evaluate(_ORDER))
        if orders[2] != published or sorted(orders[0]) != sorted(published) or orders[0] == orders[1]:
            faults.append(f"sorting by {button.inner_text()} does not sort, or does not restore the order")
    return faults


def lost_answers(page: Any, questions: dict[str, list[str]], within: int = 3) -> list[str]:
    """The questions whose pages are not among the first results of the search page that is open."""
    faults = []
    for question, answers in questions.items():
        found = page.evaluate("(question) => packpressSearch(question)", question)[:within]
        if not set(answers) & set(found):
            faults.append(f"“{question}” finds {', '.join(found) or 'nothing'}")
    return faults
