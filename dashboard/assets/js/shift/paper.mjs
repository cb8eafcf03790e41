// A paper of the centre (a hand-over, a report) as the server tells it, laid out to be read on the screen.

import { make } from "../shapes.mjs";

/** The paper as an element; every word in it comes from the server as text. */
export function paper(told) {
  const sheet = make("article", "paper", make("h2", "paper-title", told.title), make("p", "paper-subtitle", told.subtitle));
  if (told.stamp) sheet.append(make("p", "paper-stamp", told.stamp));
  for (const sentence of told.lead) sheet.append(make("p", "paper-lead", sentence));
  sheet.append(...told.sections.map(section));
  if (told.foot) sheet.append(make("p", "paper-foot", told.foot));
  return sheet;
}

function section(told) {
  const part = make("section", "paper-part", make("h3", "", told.title));
  for (const sentence of told.says) part.append(make("p", "", sentence));
  if (told.facts.length) part.append(facts(told.facts));
  if (told.columns.length) part.append(scrolled(told));
  return part;
}

/** The table in a box that scrolls where it is too wide, by keys as well. */
function scrolled(told) {
  const box = make("div", "paper-scroll", table(told));
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", told.title);
  return box;
}

function facts(pairs) {
  const list = make("dl", "paper-facts");
  for (const [name, value] of pairs) list.append(make("div", "", make("dt", "", name), make("dd", "", value)));
  return list;
}

function table({ columns, rows }) {
  const side = columns.map((column) => `is-${column.kind}${column.right ? " is-right" : ""}`);
  const heads = columns.map((column, place) => {
    const head = make("th", side[place], column.title);
    head.scope = "col";
    return head;
  });
  const body = rows.map((row) => make("tr", `is-${row.tone}`, ...row.cells.map((cell, place) => make("td", side[place], cell))));
  return make("table", "paper-table", make("thead", "", make("tr", "", ...heads)), make("tbody", "", ...body));
}
