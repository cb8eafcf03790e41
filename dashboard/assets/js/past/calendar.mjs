// The calendar of the time bar: the days that are kept, and a time of day to go to.

import { dayMonth } from "../format.mjs";
import { make } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { DAY_MS, dayStart, timeOfDay, weekday } from "./days.mjs";

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

function timeInput() {
  const input = make("input");
  Object.assign(input, { id: "time-of-day", autocomplete: "off", placeholder: "14:05", size: 6 });
  const name = () => input.setAttribute("aria-label", t("past.time_of_day"));
  onLanguage(name);
  name();
  return input;
}

export class Calendar {
  /** `limits()` gives {oldestMs, nowMs}; `onDay(dayMs)` hears a day, `onMoment(ms)` a day with a time. */
  constructor({ limits, onDay, onMoment, chosenDay }) {
    Object.assign(this, { limits, onDay, onMoment, chosenDay });
    this.box = document.getElementById("time-calendar");
    this.opener = document.getElementById("time-day");
    this.days = document.getElementById("time-days");
    this.input = timeInput();
    document.getElementById("time-of-day-box").append(this.input);
    this.opener.addEventListener("click", () => (this.box.hidden ? this.open() : this.close()));
    document.getElementById("time-calendar-form").addEventListener("submit", (event) => this._go(event));
    this.box.addEventListener("keydown", (event) => this._onKey(event));
    document.addEventListener("pointerdown", (event) => {
      if (!this.box.contains(event.target) && !this.opener.contains(event.target)) this.close(false);
    });
    onLanguage(() => !this.box.hidden && this._draw());
  }

  open() {
    this.box.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this._draw();
    this.days.querySelector("[aria-pressed=true]")?.focus();
  }

  close(givesFocusBack = true) {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (givesFocusBack) this.opener.focus();
  }

  /** Whole weeks from the oldest day that is kept to today. */
  _draw() {
    const { oldestMs, nowMs } = this.limits();
    const [first, last] = [dayStart(oldestMs), dayStart(nowMs)];
    const begin = first - weekday(first) * DAY_MS;
    const cells = WEEK.map((name) => make("span", "week-day", t(`past.week.${name}`)));
    for (let day = begin; day <= last; day += DAY_MS) cells.push(this._day(day, day >= first));
    this.days.replaceChildren(...cells);
  }

  _day(day, isKept) {
    const button = make("button", "day", dayMonth(day));
    button.type = "button";
    button.disabled = !isKept;
    button.setAttribute("aria-pressed", String(day === this.chosenDay()));
    button.addEventListener("click", () => {
      this.onDay(day);
      this._draw();
      this.input.focus();
    });
    return button;
  }

  _go(event) {
    event.preventDefault();
    const time = timeOfDay(this.input.value);
    this.input.setAttribute("aria-invalid", String(time === null));
    if (time === null) return;
    this.close();
    this.onMoment(this.chosenDay() + time);
  }

  _onKey(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }
}
