// The tab of privacy zones: what waits for a second person, what is painted, and the editor of one camera.

import { address } from "../address.mjs";
import { ask } from "../dialogs.mjs";
import { number } from "../format.mjs";
import { accountId, may } from "../person.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { read, send } from "./asking.mjs";
import { button, input, labelled, moment } from "./fields.mjs";
import { ZoneEditor } from "./zone_editor.mjs";
import { area } from "./zone_outline.mjs";

export class Zones {
  constructor(room, store) {
    Object.assign(this, { room, store, zones: [], editor: null, camera: null });
  }

  /** Read the zones anew; with a camera, open its editor. */
  async open(camera = this.camera) {
    this.zones = (await read("/api/v1/privacy-zones")) ?? [];
    this.camera = camera && this.store.places.cameraByCode.has(camera) ? camera : null;
    this.editor = this.camera && this._editor(this.camera);
    this.paint();
  }

  paint() {
    const pending = this.zones.filter((zone) => !isLapsed(zone) && (!zone.approved_at || zone.removal_at));
    const painted = this.zones.filter((zone) => zone.approved_at && !zone.removal_at);
    const lists = make(
      "div",
      "health-zone-lists",
      make("p", "health-note", t("health.zones.says")),
      this._chooser(),
      this._list("pending", pending),
      this._list("painted", painted),
    );
    this.room.replaceChildren(lists, ...(this.editor ? [this.editor.element] : []));
  }

  _editor(camera) {
    const ofCamera = this.zones.filter((zone) => zone.camera_code === camera && !isLapsed(zone));
    return new ZoneEditor(camera, ofCamera, () => this.open());
  }

  _chooser() {
    const code = input("text", this.camera ?? "", { required: true });
    const codes = make("datalist");
    codes.id = "health-zone-codes";
    code.setAttribute("list", codes.id);
    for (const camera of this.store.places.cameras) {
      const option = make("option", "", camera.name);
      option.value = camera.code;
      codes.append(option);
    }
    const form = make("form", "health-tools", labelled("health.zones.choose", code), codes, make("button", "button", t("health.zones.open")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = code.value.trim().toLowerCase();
      if (!this.store.places.cameraByCode.has(chosen)) toast(t("health.zones.no_camera", { code: chosen }), { kind: "warn" });
      else {
        address.set({ zc: chosen });
        this.open(chosen);
      }
    });
    return form;
  }

  _list(kind, zones) {
    const rows = zones.map((zone) => this._row(zone));
    const empty = make("p", "health-note", t(`health.zones.no_${kind}`));
    return make("section", "health-part", make("h2", "", t(`health.zones.${kind}`)), ...(rows.length ? rows : [empty]));
  }

  _row(zone) {
    const shape = t("health.zones.corners", { n: number(zone.outline.length), share: number(area(zone.outline) * 100, 1) });
    const head = make("div", "health-zone-head", make("b", "", zone.camera_name), make("code", "", zone.camera_code), make("span", "", shape));
    const steps = make("div", "health-zone-steps", ...this._steps(zone));
    return make("div", "health-zone", head, make("p", "", zone.reason), ...history(zone), steps);
  }

  /** What this person may do: whoever proposed something cannot be the one who agrees. */
  _steps(zone) {
    const step = (key, name, className, isWhy) => button(key, `small ${className}`, () => this._take(zone, name, key, isWhy));
    if (!zone.approved_at) {
      if (zone.proposed_by === accountId()) return [yours(), step("health.zones.withdraw", "refuse", "", true)];
      const yes = may("approve_zones") ? [step("health.zones.approve", "approve", "primary", false)] : [];
      return [...yes, step("health.zones.refuse", "refuse", "", true)];
    }
    if (!zone.removal_at) return [step("health.zones.remove", "propose-removal", "faint", true)];
    if (zone.removal_by === accountId()) return [yours(), step("health.zones.withdraw", "refuse-removal", "", true)];
    const agree = may("approve_zones") ? [step("health.zones.approve_removal", "approve-removal", "", false)] : [];
    return [step("health.zones.refuse_removal", "refuse-removal", "primary", true), ...agree];
  }

  async _take(zone, step, key, isWhy) {
    const reason = isWhy ? await why(zone, key) : "";
    if (reason === null) return;
    if (await send(`/api/v1/privacy-zones/${zone.id}/${step}`, { reason })) toast(t("health.zones.done"), { kind: "done" });
    await this.open();
  }
}

const isLapsed = (zone) => !zone.approved_at && zone.has_lapsed;
const yours = () => make("span", "health-note", t("health.zones.yours"));

/** Ask for the reason of a step in the person's own words. */
const why = (zone, key) =>
  ask({
    title: t(key),
    lead: `${zone.camera_name}: ${zone.reason}. ${t("health.zones.why")}`,
    choices: [],
    confirm: t(key),
    allowText: true,
  });

function history(zone) {
  const told = [t("health.zones.proposed", { by: zone.proposed_by_name, at: moment(zone.proposed_at) })];
  if (zone.lapses_at && !zone.approved_at) told.push(t("health.zones.urgent_until", { at: moment(zone.lapses_at) }));
  if (zone.approved_at) told.push(t("health.zones.approved", { by: zone.approved_by_name, at: moment(zone.approved_at) }));
  if (zone.removal_at) {
    told.push(t("health.zones.removal", { by: zone.removal_by_name, at: moment(zone.removal_at), reason: zone.removal_reason }));
  }
  return told.map((line) => make("small", "", line));
}
