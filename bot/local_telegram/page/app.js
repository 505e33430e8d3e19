// The page: phones side by side, or one at a time with tabs, and the clock above them.

import * as api from "./api.js";
import { icon, make } from "./dom.js";
import { Phone } from "./phone.js";
import { CODES, chooseLanguage, currentLanguage, dayAndTime, loadTexts, t } from "./texts.js";

const at = (id) => document.getElementById(id);
const STEPS = [["hour", 3600], ["day", 86400], ["week", 7 * 86400]];

const page = {
  bot: { name: "", username: "", description: "" },
  ahead: 0, // milliseconds that the demo's clock is ahead of this machine's
  now: () => new Date(Date.now() + page.ahead),
  unread: (phone, count) => badge(phone, count),
};
const phones = [];
const small = window.matchMedia("(max-width: 560px)");

async function open() {
  await loadTexts();
  const known = await api.people();
  takeOver(known);
  for (const person of known.people) phones.push(new Phone(person, page));
  at("phones").append(...phones.map((phone) => phone.element));
  words();
  select(phones[0]);
  if (currentLanguage() !== "zh") await Promise.all(phones.map((phone) => phone.speak()));
  await Promise.all(phones.map((phone) => phone.catchUp()));
  api.listen(heard, reconnected, () => (at("offline").hidden = false));
  setInterval(showTime, 5000);
  small.addEventListener("change", clock);
  window.addEventListener("hashchange", deepLink);
  document.addEventListener("visibilitychange", () => phones.forEach((phone) => phone.scrolled()));
  window.addEventListener("resize", () => phones.forEach((phone) => { phone.composer.fit(); phone.scrolled(); }));
  await deepLink();
}

function takeOver({ bot, now }) {
  page.bot = { ...bot, name_zh: bot.name, name: currentLanguage() === "en" ? bot.name_en : bot.name };
  page.ahead = new Date(now) - Date.now();
}

async function heard(event) {
  if (event.kind === "clock") {
    page.ahead = new Date(event.now) - Date.now();
    showTime();
    phones.forEach((phone) => phone.draw());
  } else if (event.kind === "profile") {
    profileChanged();
  } else {
    phones.find((phone) => phone.person.id === event.user)?.on(event);
  }
}

let profileTimer = 0;

// A bot sets its menus one after the other when it starts: look once, when it is done.
function profileChanged() {
  clearTimeout(profileTimer);
  profileTimer = setTimeout(async () => {
    takeOver(await api.people());
    await Promise.all(phones.map((phone) => phone.refresh()));
  }, 300);
}

async function reconnected() {
  at("offline").hidden = true;
  await Promise.all(phones.map((phone) => phone.catchUp()));
}

// `#start=PAYLOAD&user=ID` opens a deep link on that person's phone; `#user=ID` only shows the phone.
async function deepLink() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const phone = phones.find((each) => String(each.person.id) === asked.get("user")) ?? phones[0];
  if (asked.has("user")) select(phone);
  if (!asked.has("start")) return;
  history.replaceState(null, "", location.pathname);
  await phone.start(asked.get("start"));
}

// Words and tools of the page

function words() {
  document.documentElement.lang = currentLanguage() === "zh" ? "zh-CN" : "en";
  document.title = t("page.title");
  at("brand-name").textContent = t("page.name");
  page.bot.name = currentLanguage() === "en" ? page.bot.name_en : page.bot.name_zh;
  at("brand-note").textContent = t("page.note");
  at("offline").textContent = t("page.offline");
  languages();
  clock();
  tabs();
}

function languages() {
  const names = { zh: ["中", "文"], en: ["En", "glish"] }; // the second part is left out where there is no room
  at("languages").setAttribute("aria-label", t("languages.label"));
  at("languages").replaceChildren(...Object.keys(CODES).map((code) =>
    make("button", { type: "button", lang: code, "aria-pressed": String(code === currentLanguage()), onclick: () => speak(code) },
      names[code][0], make("span", { class: "long" }, names[code][1]))));
}

async function speak(code) {
  chooseLanguage(code);
  words();
  await Promise.all(phones.map((phone) => phone.speak()));
  select(phones.find((phone) => phone.element.classList.contains("selected")) ?? phones[0]);
}

function clock() {
  at("clock").setAttribute("aria-label", t("clock.label"));
  const buttons = STEPS.map(([name, seconds]) => make("button", { type: "button", onclick: () => advance(seconds) }, t(`clock.${name}${small.matches ? ".short" : ""}`)));
  at("clock").replaceChildren(make("span", { class: "time", title: t("clock.label") }, icon("clock"), make("time", { id: "time" })), ...buttons);
  showTime();
}

function showTime() {
  at("time").textContent = dayAndTime(page.now(), small.matches);
}

async function advance(seconds) {
  const tools = at("clock");
  tools.classList.add("running");
  for (const button of tools.querySelectorAll("button")) button.disabled = true;
  at("time").textContent = t("clock.running");
  try {
    await api.advance(seconds);
  } catch (error) {
    phones.forEach((phone) => phone.toast(t("page.failed", { reason: error.message })));
  }
  tools.classList.remove("running");
  clock();
}

// Tabs, for screens that hold one phone

function tabs() {
  at("tabs").setAttribute("aria-label", t("tabs.label"));
  at("tabs").replaceChildren(...phones.map((phone) =>
    make("button", { type: "button", role: "tab", id: `tab-${phone.person.id}`, "aria-controls": phone.element.id, onclick: () => select(phone) },
      icon(phone.person.role), make("span", {}, phone.role), make("span", { class: "badge" }))));
  phones.forEach((phone) => badge(phone, phone.unread));
  markSelected();
}

function markSelected() {
  for (const phone of phones) {
    at(`tab-${phone.person.id}`)?.setAttribute("aria-selected", String(phone.element.classList.contains("selected")));
  }
}

function select(chosen) {
  for (const phone of phones) phone.element.classList.toggle("selected", phone === chosen);
  markSelected();
  chosen.composer.fit();
  chosen.toBottom();
}

function badge(phone, count) {
  const mark = at(`tab-${phone.person.id}`)?.querySelector(".badge");
  if (mark) {
    mark.textContent = count || "";
    if (count) mark.setAttribute("aria-label", t("tabs.unread", { count }));
  }
  const total = phones.reduce((sum, each) => sum + each.unread, 0);
  document.title = (total ? `(${total}) ` : "") + t("page.title");
}

open();
