"""Whether anything that a table holds runs as a script, or makes an element that no template has."""

from __future__ import annotations

from typing import Any

PREPARE = """
globalThis.packpressFired = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  globalThis[name] = (...values) => { globalThis.packpressFired.push(`${name}(${values.join(", ")})`); };
}
"""
_FOREIGN = """
(() => {
  const addresses = ["href", "src", "action", "xlink:href", "data", "formaction", "srcdoc"];
  const schemes = ["http:", "https:", "file:", "mailto:"];
  const elements = "iframe object embed base frame marquee math video audio image bgsound".split(" ");
  const found = globalThis.packpressFired.map((call) => `ran ${call}`);
  for (const one of document.querySelectorAll("*")) {
    for (const {name, value} of one.attributes) {
      if (/^on/i.test(name)) found.push(`<${one.localName} ${name}>`);
      if (addresses.includes(name)) {
        let scheme = "";
        try { scheme = new URL(value, location.href).protocol; } catch { scheme = "unreadable:"; }
        if (!schemes.includes(scheme)) found.push(`<${one.localName} ${name}="${value.slice(0, 60)}">`);
      }
    }
    if (elements.includes(one.localName)) found.push(`<${one.localName}>`);
    if (one.localName === "script" && !one.src && one.type !== "application/ld+json") found.push("<script> without src");
    if (one.localName === "style") found.push("<style>");
  }
  return found;
})()
"""


def foreign(page: Any) -> list[str]:
    """What ran or arose on the page that is open, after a moment in which its pictures failed to load."""
    page.wait_for_timeout(20)
    return list(page.evaluate(_FOREIGN))


def fired(page: Any) -> list[str]:
    """The scripts of the tables that ran on the page that is open."""
    page.wait_for_timeout(50)
    return list(page.evaluate("globalThis.packpressFired"))
