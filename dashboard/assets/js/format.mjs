// Numbers, times and ages as the centre writes them: 1.115 and 0,8; 24 hours; Asia/Ho_Chi_Minh.

import { currentLanguage, t } from "./words.mjs";

const ZONE = "Asia/Ho_Chi_Minh";
const clockFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const dayFormat = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "2-digit", month: "2-digit" });
const dateFormats = {
  vi: new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, weekday: "long" }),
  en: new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "long" }),
};
const numberFormats = { vi: new Intl.NumberFormat("vi-VN"), en: new Intl.NumberFormat("en-GB") };

export const clock = (time) => clockFormat.format(time);
export const dayMonth = (time) => dayFormat.format(time);

export const weekday = (time) => dateFormats[currentLanguage()].format(time);

/** Write a number with the language's own separators; at most `digits` decimals. */
export function number(value, digits = 1) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const scale = 10 ** digits;
  return numberFormats[currentLanguage()].format(Math.round(value * scale) / scale);
}

export const percent = (share, digits = 0) => `${number(share * 100, digits)} %`;

/** Write an age as mm:ss, h:mm:ss or days, for ages that tick. */
export function age(fromMs, nowMs) {
  const total = Math.max(0, Math.floor((nowMs - fromMs) / 1000));
  const hours = Math.floor(total / 3600);
  if (hours >= 48) return t("age.days", { n: number(Math.floor(hours / 24)) });
  const two = (n) => String(n).padStart(2, "0");
  const rest = `${two(Math.floor((total % 3600) / 60))}:${two(total % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** Say an age in words: 3 giây, 2 phút. */
export function ageWords(seconds) {
  if (seconds < 90) return t("age.seconds", { n: number(seconds, 0) });
  if (seconds < 5400) return t("age.minutes", { n: number(seconds / 60, 0) });
  if (seconds < 172800) return t("age.hours", { n: number(seconds / 3600, 0) });
  return t("age.days", { n: number(seconds / 86400, 0) });
}

/** Fold text for search: lower case, đ as d, no marks. */
export function searchKey(text) {
  return text.replace(/[\u0111\u0110]/g, "d").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}
