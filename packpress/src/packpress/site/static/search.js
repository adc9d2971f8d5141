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
  // Places of the words of a text: a number with its separators is one word, of a Han run each two neighbours are. In a question
  // a space may part the thousands, too.
  const TEXT_WORDS = /\d{1,3}(?:[.,'’\u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[\p{L}\p{N}\p{M}]+/gu;
  const ASKED_WORDS = new RegExp(TEXT_WORDS.source.replace("[.,'", "[ .,'"), "gu");
  const places = (text, words = TEXT_WORDS) => {
    const found = [];
    for (const match of text.matchAll(words)) {
      if (HAN.test(match[0]) && match[0].length > 2) {
        for (let at = 0; at < match[0].length - 1; at += 1) found.push([match.index + at, match.index + at + 2]);
      } else found.push([match.index, match.index + match[0].length]);
    }
    return found;
  };
  const term = (word) => {
    const folded = fold(word);
    if (/^\d/.test(folded)) return folded.replace(/[ .'’](?=\d{3}(?!\d))|,/g, "");
    return folded.length > 3 ? folded.replace(/ies$/, "y").replace(/(?<![isu])s$/, "") : folded;
  };
  const tokenize = (text, words) => places(text, words).map(([start, end]) => text.slice(start, end));

  const records = index.records.map((row, id) => {
    const [kind, address, title, names = "", facts = "", words = "", verdicts = "", language = ""] = row;
    const { name, before, after } = index.kinds[kind];
    return { id, kind, label: name, address: before + address + after, title, names, facts, words, verdicts, language };
  });
  // Made for the first question: on a phone it takes a moment.
  let made = null;
  const search = () => {
    if (!made) {
      made = new MiniSearch({ fields: FIELDS, tokenize: (text) => tokenize(text), processTerm: term });
      made.addAll(records);
    }
    return made;
  };

  const options = {
    boost: { title: 4, names: 3, facts: 2, words: 1 },
    prefix: (word) => word.length > 2,
    fuzzy: (word) => (word.length < 5 || /\d/.test(word) ? false : word.length < 7 ? 0.2 : 0.25),
    weights: { fuzzy: 0.2, prefix: 0.5 },
    boostDocument: (id) => index.kinds[records[id].kind].weight,
  };
  // The identifier in an address: the name of its page, or its place in a page of several rows.
  const idOf = (address) => address.replace(/^.*#(?:row\.)?|^.*\/|\.html$/g, "");
  const namesOf = ({ title, names, address }) => [title, ...names.split(index.separator), idOf(address)];
  // Those that are called so come first, then those that have every word; those that have some only if there are no others.
  const found = (query) => {
    const called = fold(query.trim().replace(/\s+/g, " "));
    const named = records.filter((record) => namesOf(record).some((name) => fold(name) === called));
    const ask = (words, combineWith) => {
      const asked = tokenize(query, words).filter((word) => !stop.has(fold(word)));
      const tokens = asked.length ? asked : tokenize(query, words);
      return search().search(query, { ...options, tokenize: () => tokens, combineWith });
    };
    const every = [ASKED_WORDS, TEXT_WORDS].map((words) => ask(words, "AND")).find((results) => results.length) || [];
    const first = named.map(({ id }) => every.find((result) => result.id === id) || { id, terms: [], match: {} });
    const results = [...first, ...every.filter((result) => !named.includes(records[result.id]))];
    return results.length ? { results, isPart: false } : { results: ask(TEXT_WORDS, "OR"), isPart: true };
  };
  globalThis.packpressSearch = (query) => found(query).results.map((result) => records[result.id].address);

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
    const answer = query ? found(query) : { results: [] };
    results = answer.results;
    list.replaceChildren();
    show();
    const counted = results.length === 1 ? "one" : results.length ? "many" : "none";
    const text = query ? status.dataset[answer.isPart && results.length ? `${counted}Part` : counted] : "";
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
