// Searches the records of the site: the index is packpressIndex, of search-index.js, the search MiniSearch, of minisearch.js.
"use strict";
(() => {
  const index = globalThis.packpressIndex;
  const form = document.querySelector("form[data-search]");
  const list = document.querySelector("[data-search-results]");
  const status = document.querySelector("[data-search-status]");
  const more = document.querySelector("[data-search-more]");
  if (!index || !form || !list || !status) return;

  const PAGE = 20;
  const FIELDS = ["title", "names", "facts", "words"];
  const stop = new Set(index.stop);
  const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // Places of the words of a text: numbers with their separators are one word, of a Han run each two neighbours are.
  const places = (text) => {
    const found = [];
    for (const match of text.matchAll(/\d+(?:[.,]\d+)*|[\p{L}\p{N}\p{M}]+/gu)) {
      if (HAN.test(match[0]) && match[0].length > 2) {
        for (let at = 0; at < match[0].length - 1; at += 1) found.push([match.index + at, match.index + at + 2]);
      } else found.push([match.index, match.index + match[0].length]);
    }
    return found;
  };
  const term = (word) => {
    const folded = fold(word);
    if (/^\d/.test(folded)) return folded.replace(/,/g, "");
    return folded.length > 3 ? folded.replace(/ies$/, "y").replace(/(?<![isu])s$/, "") : folded;
  };
  const tokenize = (text) => places(text).map(([start, end]) => text.slice(start, end));

  const records = index.records.map((row, id) => {
    const [kind, address, title, names = "", facts = "", words = "", verdicts = "", language = ""] = row;
    const { name, before, after } = index.kinds[kind];
    return { id, kind, label: name, address: before + address + after, title, names, facts, words, verdicts, language };
  });
  const search = new MiniSearch({ fields: FIELDS, tokenize, processTerm: term });
  search.addAll(records);

  const options = {
    boost: { title: 4, names: 3, facts: 2, words: 1 },
    prefix: (word) => word.length > 2,
    fuzzy: (word) => (word.length < 5 || /\d/.test(word) ? false : word.length < 7 ? 0.2 : 0.25),
    weights: { fuzzy: 0.2, prefix: 0.5 },
    boostDocument: (id) => index.kinds[records[id].kind].weight,
  };
  const isNamed = (result, query) =>
    [records[result.id].title, ...records[result.id].names.split(index.separator)].some((name) => fold(name) === query);
  // Those that are called so come first, then those that have every word, then those that have some.
  const found = (query) => {
    const asked = tokenize(query).filter((word) => !stop.has(fold(word)));
    const text = asked.length ? asked.join(" ") : query;
    const every = search.search(text, { ...options, combineWith: "AND" });
    const known = new Set(every.map((result) => result.id));
    const some = search.search(text, options).filter((result) => !known.has(result.id));
    const named = new Set(every.filter((result) => isNamed(result, fold(query.trim()))));
    return [...named, ...every.filter((result) => !named.has(result)), ...some];
  };
  globalThis.packpressSearch = (query) => found(query).map((result) => records[result.id].address);

  const element = (name, className, text = "") => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };
  // The part of a text that has its first hit, with the hits marked.
  const passage = (text, terms, language) => {
    const hitsIn = (part) => places(part).filter(([start, end]) => terms.has(term(part.slice(start, end))));
    const parts = text.split(index.separator);
    const part = parts.find((one) => hitsIn(one).length) || parts[0];
    const hits = hitsIn(part);
    const line = element("p", "hit");
    if (language && part === parts[0]) line.lang = language;
    const from = hits.length && hits[0][0] > 60 ? part.lastIndexOf(" ", hits[0][0] - 40) + 1 : 0;
    const cut = part.length - from > 180 ? part.lastIndexOf(" ", from + 180) : part.length;
    const to = cut > from ? cut : part.length;
    let at = from;
    if (from) line.append("… ");
    for (const [start, end] of hits) {
      if (start < at || end > to) continue;
      line.append(part.slice(at, start), element("mark", "", part.slice(start, end)));
      at = end;
    }
    line.append(part.slice(at, to), to < part.length ? " …" : "");
    return line;
  };
  const item = (result) => {
    const record = records[result.id];
    const made = element("li", index.kinds[record.kind].own ? "own" : "");
    const link = element("a", "", record.title);
    link.href = record.address;
    const heading = element("p", "title");
    heading.append(link);
    made.append(element("p", "eyebrow", record.facts ? `${record.label} · ${record.facts}` : record.label), heading);
    const terms = new Set(result.terms);
    const hit = ["words", "names"].find((field) => Object.values(result.match).some((fields) => fields.includes(field)));
    const field = hit || (record.words ? "words" : "names");
    if (record[field]) made.append(passage(record[field], terms, field === "names" ? record.language : ""));
    const verdicts = element("p", "verdicts");
    for (const code of record.verdicts.split(" ")) {
      const mark = code && document.querySelector(`template[data-verdict="${CSS.escape(code)}"]`);
      if (mark) verdicts.append(mark.content.cloneNode(true), " ");
    }
    if (verdicts.childNodes.length) made.append(verdicts);
    return made;
  };

  let results = [];
  const show = () => {
    const first = list.children.length;
    list.append(...results.slice(first, first + PAGE).map(item));
    if (more) more.hidden = list.children.length >= results.length;
    return first;
  };
  const run = (query) => {
    results = query ? found(query) : [];
    list.replaceChildren();
    show();
    const text = query ? status.dataset[results.length === 1 ? "one" : results.length ? "many" : "none"] : "";
    const values = { count: results.length.toLocaleString("en"), query };
    status.textContent = text.replace(/\{(count|query)\}/g, (_, name) => values[name]);
  };
  if (more) more.addEventListener("click", () => list.children[show()].querySelector("a").focus());

  const input = form.elements.q;
  input.value = new URLSearchParams(location.search).get("q") || "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = input.value.trim();
    try {
      history.replaceState(null, "", query ? `?${new URLSearchParams({ q: query })}` : location.pathname);
    } catch {
      // an address that may not be changed, as in some viewers: the results appear all the same
    }
    run(query);
  });
  run(input.value.trim());
})();
