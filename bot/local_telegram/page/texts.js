// The page's own words, Chinese first. What the bot says is never translated here.

const KEPT = "shitu.page.language";
const all = {};
let language = "zh";

export const CODES = { zh: "zh-hans", en: "en" };

export async function loadTexts() {
  for (const code of Object.keys(CODES)) {
    all[code] = await (await fetch(`page/texts/${code}.json`)).json();
  }
  language = localStorage.getItem(KEPT) in CODES ? localStorage.getItem(KEPT) : "zh";
}

export function currentLanguage() {
  return language;
}

export function chooseLanguage(code) {
  language = code;
  localStorage.setItem(KEPT, code);
}

export function t(id, values = {}) {
  const text = all[language][id] ?? id;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const ZONE = "Asia/Shanghai";

function formatted(date, options) {
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { timeZone: ZONE, ...options }).format(date);
}

export function timeOfDay(date) {
  return formatted(date, { hour: "2-digit", minute: "2-digit", hour12: false });
}

export function dayAndTime(date, short) {
  return formatted(date, { month: "short", day: "numeric", ...(short ? {} : { weekday: "short" }), hour: "2-digit", minute: "2-digit", hour12: false });
}

export function day(date, now) {
  const key = (each) => formatted(each, { year: "numeric", month: "2-digit", day: "2-digit" });
  if (key(date) === key(now)) return t("chat.today");
  if (key(date) === key(new Date(now.getTime() - 86400e3))) return t("chat.yesterday");
  return formatted(date, { month: "long", day: "numeric" });
}

export function fileSize(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}
