// Runs the search of a site outside of a browser: `node run_search.js FOLDER <QUESTIONS`, the questions as a JSON array. Prints a JSON
// object: question → the text of the status, then the addresses that are shown. The folder has minisearch.js, search-index.js, search.js.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const element = () => ({
  children: [],
  childNodes: [],
  dataset: {},
  listeners: {},
  append(...added) {
    this.children.push(...added);
  },
  replaceChildren() {
    this.children = [];
  },
  addEventListener(name, listener) {
    this.listeners[name] = listener;
  },
});
const folder = process.argv[2];
const status = element();
for (const name of ["one", "many", "none", "onePart", "manyPart"]) status.dataset[name] = `${name} {count}`;
const form = { ...element(), elements: { q: { value: "" } } };
const list = element();
const found = { "form[data-search]": form, "[data-search-results]": list, "[data-search-status]": status };
const context = vm.createContext({
  URLSearchParams,
  location: { search: "", pathname: "/" },
  history: { replaceState() {} },
  document: { querySelector: (selector) => found[selector] || null, createElement: element },
});
for (const name of ["minisearch.js", "search-index.js", "search.js"]) {
  vm.runInContext(fs.readFileSync(path.join(folder, name), "utf8"), context, { filename: name });
}
const answers = {};
for (const question of JSON.parse(fs.readFileSync(0, "utf8"))) {
  form.elements.q.value = question;
  form.listeners.submit({ preventDefault() {} });
  const links = list.children.map((item) => item.children.find((child) => child.className === "title").children[0]);
  answers[question] = [status.textContent, ...links.map((link) => link.href)];
}
process.stdout.write(JSON.stringify(answers));
