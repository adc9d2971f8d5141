// Filters and sorts the list of a page, by the data attributes of its items. Without this script the list is complete.
"use strict";
(() => {
  const form = document.querySelector("form[data-filter]");
  const items = [...document.querySelectorAll("[data-item]")];
  if (!form || !items.length) return;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  const words = new Map();
  const wordsOf = (item) => {
    if (!words.has(item)) words.set(item, fold(`${item.textContent} ${item.dataset.words || ""}`));
    return words.get(item);
  };
  const groups = [...document.querySelectorAll("[data-group]")];
  const status = document.querySelector("[data-filter-status]");
  const empty = document.querySelector("[data-filter-empty]");
  const controls = [...form.elements].filter((control) => control.name);

  const fits = (item, wanted) =>
    wanted.every(([name, value]) =>
      name === "q"
        ? fold(value).split(" ").every((word) => wordsOf(item).includes(word))
        : (item.getAttribute(`data-f-${name}`) || "").split(" ").includes(value));

  // How many records the items have in their lines, beside their own, each once.
  const countBeside = (found) => new Set(found.flatMap((item) => (item.dataset.beside || "").split(" ").filter(Boolean))).size;
  const filter = () => {
    const wanted = controls.map((control) => [control.name, control.value.trim()]).filter(([, value]) => value);
    for (const item of items) item.hidden = !fits(item, wanted);
    const shown = items.filter((item) => !item.hidden);
    for (const group of groups) group.hidden = !group.querySelector("[data-item]:not([hidden])");
    if (status) {
      const beside = countBeside(shown);
      const numbers = { shown: shown.length + beside, all: items.length + countBeside(items), beside };
      const text = (beside && status.dataset.textBeside) || status.dataset.text;
      status.textContent = text.replace(/\{(shown|all|beside)\}/g, (_, name) => numbers[name].toLocaleString("en"));
    }
    if (empty) empty.hidden = shown.length > 0;
    const query = new URLSearchParams(wanted).toString();
    try {
      history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
    } catch {
      // an address that may not be changed, as in some viewers: the list is filtered all the same
    }
  };

  const clear = () => {
    for (const control of controls) control.value = "";
    filter();
    controls[0].focus();
  };

  // Every parent of items with its children in the published order: items move, headings stay where they are.
  const parents = new Map();
  for (const item of items) {
    if (!parents.has(item.parentNode)) parents.set(item.parentNode, []);
    parents.get(item.parentNode).push(item);
  }
  const compare = (name, direction) => (a, b) => {
    const [left, right] = [a, b].map((item) => item.getAttribute(`data-s-${name}`) || "");
    if (!left || !right) return (left ? 0 : 1) - (right ? 0 : 1);
    const numbers = [Number(left), Number(right)];
    return direction * (numbers.some(Number.isNaN) ? left.localeCompare(right, "en") : numbers[0] - numbers[1]);
  };
  const sort = (name, direction) => {
    for (const [parent, published] of parents) {
      const order = direction ? [...published].sort(compare(name, direction)) : published;
      const places = published.map((item) => {
        const place = document.createComment("");
        item.replaceWith(place);
        return place;
      });
      places.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      places.forEach((place, at) => parent.replaceChild(order[at], place));
    }
  };

  const heads = [...document.querySelectorAll("[data-sort]")];
  const arrange = (name, direction) => {
    sort(name, direction);
    for (const head of heads) {
      if (direction && head.dataset.sort === name) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
  };
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = { null: 1, ascending: -1, descending: 0 };
      arrange(head.dataset.sort, next[head.getAttribute("aria-sort")]);
    });
  }

  for (const button of document.querySelectorAll("[data-filter-clear]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      clear();
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);

  const asked = new URLSearchParams(location.search);
  for (const control of controls) {
    const value = asked.get(control.name) || "";
    const options = control.options ? [...control.options].map((option) => option.value) : [value];
    control.value = options.includes(value) ? value : "";
  }
  form.hidden = false;
  filter();
})();
