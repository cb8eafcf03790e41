// What belongs to an incident: alerts with their pictures, reports, cameras, other incidents; and why each does.

import { hasOpenAlert } from "../wall/look.mjs";
import { pictureWithBox } from "../drawer/boxes.mjs";
import { enlarge } from "../drawer/viewer.mjs";
import { clock } from "../format.mjs";
import { may } from "../person.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { currentLanguage, pick, t } from "../words.mjs";

const MOST_PICTURES = 4;
const MOMENTS = ["before", "at", "after", "requested"];

/** The list of things; `run` answers clicks: alert(id), camera(code), incident(id), split(things), merge(). */
export function linkedRows(links, file, store, run) {
  const standing = links.filter((link) => !link.unlinked_at);
  if (!standing.length) return [make("p", "quiet", t("incidents.linked.none")), tools([], run)];
  const chosen = new Set();
  const button = splitButton(chosen, standing, run);
  const rows = standing.map((link) => row(link, file, store, run, (isOn) => {
    if (isOn) chosen.add(link);
    else chosen.delete(link);
    button.hidden = !chosen.size;
  }));
  return [make("ul", "linked", ...rows), tools([button], run)];
}

function tools(buttons, run) {
  if (!may("work_on_incidents")) return null;
  const merge = make("button", "button small", t("incidents.merge"));
  merge.title = t("incidents.merge.hint");
  merge.addEventListener("click", () => run.merge());
  return make("div", "linked-tools", ...buttons, merge);
}

function splitButton(chosen, standing, run) {
  const button = make("button", "button small primary", t("incidents.split"));
  button.hidden = true;
  button.addEventListener("click", () => run.split([...chosen].map(({ subject, key }) => ({ subject, key }))));
  return button;
}

function row(link, file, store, run, onChoose) {
  const words = WORDS[link.subject]?.(link.key, file, store) ?? { title: link.key };
  const open = make("button", "linked-open", words.shape ?? null, make("span", "", words.title, ...(words.marks ?? [])));
  open.addEventListener("click", () => run[link.subject]?.(link.key));
  const box = make("input", "");
  box.type = "checkbox";
  box.setAttribute("aria-label", t("incidents.split.choose", { what: words.title }));
  box.addEventListener("change", () => onChoose(box.checked));
  const isMovable = may("work_on_incidents") && ["alert", "report"].includes(link.subject);
  const why = make("p", "linked-why", make("span", "mono", clock(Date.parse(link.linked_at)).slice(0, 5)), ` ${[byWords(link), whyWords(link)].filter(Boolean).join(" · ")}`);
  return make("li", "linked-one", isMovable ? box : make("span", "linked-sign", ""), make("div", "linked-words", open, why, words.said ?? null, shots(link, file, store)));
}

const whyWords = (link) => (currentLanguage() === "en" ? link.why_en : link.why);

const byWords = (link) => (link.is_automatic ? t("incidents.linked.automatic") : t("incidents.linked.by", { who: link.linked_by }));

const WORDS = {
  alert: (id, file, store) => {
    const alert = store.live.alerts.get(id) ?? file.alerts?.[id] ?? null;
    if (!alert) return { title: t("incidents.thing.alert.closed") };
    return {
      shape: makeSvg("", severityShape(alert.sev, { size: 13, taken: alert.st !== "unacknowledged" })),
      title: `${pick(store.kindWords(alert.kind))} · ${store.whereWords(alert)}`,
      marks: [make("span", "quiet", ` ${t(`source.${alert.src}`)}`), ...provenanceMark(alert.p, alert.x)],
    };
  },
  report: (id, file, store) => {
    const report = store.live.reports.get(id);
    return { title: report ? `${t(`map.report.${report.ch}`)} · ${pick(store.kindWords(report.k))}` : t("incidents.thing.report") };
  },
  camera: (code, file, store) => ({ title: store.camera(code)?.name ?? code }),
  incident: (id, file, store) => {
    const other = store.live.incidents.get(id);
    return { title: other ? `${other.no} · ${pick(store.kindWords(other.kind))}` : t("incidents.thing.incident") };
  },
};

/** An alert's pictures, while its camera may be looked at without stating a purpose; large on click. */
function shots(link, file, store) {
  const alert = link.subject === "alert" ? store.live.alerts.get(link.key) : null;
  if (!alert?.ev || !may("see_pictures") || !alert.cam || !hasOpenAlert(alert.cam, store)) return null;
  const moments = MOMENTS.filter((moment) => store.live.pictures.get(alert.ev)?.moments.includes(moment)).slice(0, MOST_PICTURES);
  if (!moments.length) return null;
  const pictures = moments.map((moment) => ({
    eventId: alert.ev, moment, camera: alert.cam, box: null, facts: { provenance: alert.p, exercise: alert.x, observed_at: "" },
  }));
  return make("div", "shots", ...pictures.map((picture, index) => shot(picture, () => enlarge(pictures, index))));
}

/** Each picture is fetched once, however often the file is drawn: every fetch is a look that is written down. */
const images = new Map();

function shot({ eventId, moment, camera, facts }, onClick) {
  const source = `/pictures/${eventId}/${moment}`;
  if (!images.has(source)) {
    const image = make("img", "");
    Object.assign(image, { src: source, decoding: "async", alt: `${t(`moment.${moment}`)} · ${camera}` });
    image.addEventListener("error", () => images.delete(source));
    images.set(source, image);
  }
  const button = make("button", "shot", pictureWithBox(images.get(source), null, false),
    make("span", "shot-marks", ...provenanceMark(facts.provenance, facts.exercise)), make("span", "shot-words", t(`moment.${moment}`)));
  button.title = t("pictures.enlarge");
  button.addEventListener("click", onClick);
  return button;
}
