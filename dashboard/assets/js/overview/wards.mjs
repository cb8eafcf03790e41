// The wards side by side: alerts, traffic, cameras, units and the age of the newest data, sorted as one likes.

import { address } from "../address.mjs";
import { ageWords, number, percent } from "../format.mjs";
import { make, makeSvg, SEVERITIES, severityShape } from "../shapes.mjs";
import { t } from "../words.mjs";
import { silence } from "../watch/heartbeat.mjs";

const KEY = "ward-sort";
const WEIGHTS = { critical: 1e9, high: 1e6, medium: 1e3, low: 1 };
const COLUMNS = ["name", "alerts", "congestion", "flow", "cameras", "units", "age"];

/** Count what stands in each ward: alerts by severity, cameras online and known, units on duty. */
export function countsOf(store, codes) {
  const counts = new Map(codes.map((code) => [code, { alerts: {}, online: 0, cameras: 0, units: 0 }]));
  for (const [, alert] of store.shownAlerts()) {
    const ward = counts.get(alert.w);
    if (ward) ward.alerts[alert.sev] = (ward.alerts[alert.sev] ?? 0) + 1;
  }
  for (const [code, camera] of store.state.cameras) {
    const ward = store.isShown(camera) ? counts.get(store.camera(code)?.w) : null;
    if (!ward) continue;
    ward.cameras += 1;
    ward.online += camera.s === "online" ? 1 : 0;
  }
  for (const unit of store.state.units.values()) {
    const ward = counts.get(unit.w);
    if (ward && store.isShown(unit) && unit.s !== "off_duty") ward.units += 1;
  }
  return counts;
}

/** The column to sort by and which end comes first; what the address says and is none is the name. */
export function orderOf(text) {
  const name = (text ?? "").replace(/^-/, "");
  return COLUMNS.includes(name) ? { name, isFalling: text.startsWith("-") } : { name: "name", isFalling: false };
}

export class WardTable {
  constructor(store, table) {
    Object.assign(this, { store, table, body: table.tBodies[0], values: new Map() });
    this.rows = [...this.body.rows];
    for (const button of table.querySelectorAll("[data-sort]")) {
      button.addEventListener("click", () => this._sortBy(button.dataset.sort));
    }
  }

  paint() {
    const counts = countsOf(this.store, this.rows.map((row) => row.dataset.ward));
    this.rows.forEach((row, place) => this._paintRow(row, place, counts.get(row.dataset.ward)));
    this.paintAges();
    this._order();
  }

  paintAges() {
    for (const row of this.rows) this._paintAge(row);
  }

  _paintRow(row, place, count) {
    const traffic = this.store.state.wards.get(row.dataset.ward);
    const shown = traffic && this.store.isShown(traffic) ? traffic : null;
    this.values.set(row, {
      name: place,
      alerts: SEVERITIES.reduce((sum, severity) => sum + (count.alerts[severity] ?? 0) * WEIGHTS[severity], 0),
      congestion: shown?.c ?? -1,
      flow: shown?.f ?? -1,
      cameras: count.cameras ? count.online / count.cameras : -1,
      units: count.units,
    });
    put(row, "alerts", ...alertCells(count.alerts));
    put(row, "congestion", ...congestionWords(shown));
    put(row, "flow", shown ? number(shown.f, 1) : "–");
    put(row, "cameras", count.cameras ? `${number(count.online, 0)}/${number(count.cameras, 0)}` : "–");
    put(row, "units", number(count.units, 0));
    row.querySelector(".col-cameras").classList.toggle("is-amiss", count.online < 0.95 * count.cameras);
  }

  _paintAge(row) {
    const beat = this.store.heartbeats.get(row.dataset.ward);
    const { seconds, isSilent } = beat ? silence(beat, this.store.liveNowMs()) : { seconds: null, isSilent: false };
    Object.assign(this.values.get(row) ?? {}, { age: seconds ?? Infinity });
    const words = isSilent ? t("overview.ward.no_data") : seconds === null ? "–" : ageWords(seconds);
    const cell = row.querySelector(".col-age");
    if (cell.textContent !== words) cell.textContent = words;
    cell.classList.toggle("is-silent", isSilent);
  }

  _sortBy(name) {
    const now = orderOf(address.get(KEY));
    const falls = now.name === name ? !now.isFalling : name !== "name";
    address.set({ [KEY]: name === "name" && !falls ? null : `${falls ? "-" : ""}${name}` });
    this._order();
  }

  _order() {
    const { name, isFalling } = orderOf(address.get(KEY));
    const value = (row) => this.values.get(row)?.[name] ?? 0;
    const sorted = [...this.rows].sort((a, b) => value(a) - value(b));
    if (isFalling) sorted.sort((a, b) => value(b) - value(a));
    if (sorted.some((row, place) => this.body.rows[place] !== row)) this.body.append(...sorted);
    for (const button of this.table.querySelectorAll("[data-sort]")) {
      const isIt = button.dataset.sort === name;
      button.closest("th").setAttribute("aria-sort", isIt ? (isFalling ? "descending" : "ascending") : "none");
    }
  }
}

function put(row, name, ...children) {
  row.querySelector(`.col-${name}`)?.replaceChildren(...children);
}

function alertCells(alerts) {
  const some = SEVERITIES.filter((severity) => alerts[severity]);
  if (!some.length) return ["–"];
  return some.map((severity) => {
    const mark = make("span", "ward-alert", makeSvg("", severityShape(severity, { size: 12 })), number(alerts[severity], 0));
    mark.title = `${t(`severity.${severity}`)}: ${number(alerts[severity], 0)}`;
    return mark;
  });
}

function congestionWords(traffic) {
  if (!traffic) return ["–"];
  const usual = traffic.u === null ? "" : t("overview.ward.usual", { usual: percent(traffic.u) });
  return [percent(traffic.c), make("small", "", usual && ` ${usual}`)];
}
