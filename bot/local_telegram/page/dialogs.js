// Questions of the phone itself: which place, whether to send the number; and a bot's alert.

import { icon, make } from "./dom.js";
import { t } from "./texts.js";

export const PLACES = [
  ["shenyang", 41.8027, 123.3767], ["dalian", 38.9186, 121.6447], ["anshan", 41.0898, 122.9911],
  ["benxi", 41.294, 123.7665], ["dandong", 40.0004, 124.3547], ["jinzhou", 41.0951, 121.127],
  ["yingkou", 40.667, 122.235], ["chaoyang", 41.5737, 120.4504],
];

// Shows `dialog` over the phone; settles with its return value, "" when it was dismissed.
function shown(dialog, host) {
  host.append(dialog);
  dialog.showModal();
  // Over the phone it belongs to, not over the middle of the page.
  const phone = host.getBoundingClientRect();
  dialog.style.marginLeft = `${phone.left + (phone.width - dialog.offsetWidth) / 2}px`;
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(""));
  });
}

const heading = (text) => make("h2", {}, text);
const quiet = (text) => make("button", { value: "", class: "quiet" }, text);
const main = (text, value) => make("button", { value, class: "main" }, text);

export function alertOf(host, text) {
  const form = make("form", { method: "dialog" }, make("p", {}, text), make("div", { class: "actions" }, main(t("dialog.close"), "ok")));
  return shown(make("dialog", { class: "sheet" }, form), host);
}

export async function askContact(host, phone) {
  const actions = make("div", { class: "actions" }, quiet(t("dialog.cancel")), main(t("dialog.send"), "send"));
  const form = make("form", { method: "dialog" }, heading(t("contact.title")), make("p", {}, t("contact.text", { phone })), actions);
  return (await shown(make("dialog", { class: "sheet" }, form), host)) === "send";
}

// [latitude, longitude], or null when nothing is to be sent.
export async function askLocation(host, [latitude, longitude]) {
  const number = (name, value, limit) =>
    make("label", {}, t(name), make("input", { type: "number", step: "any", min: String(-limit), max: String(limit), required: true, value: String(value) }));
  const fields = make("div", { class: "fields" }, number("location.latitude", latitude, 90), number("location.longitude", longitude, 180));
  const dialog = make("dialog", { class: "sheet" });
  const presets = PLACES.map(([name, lat, lon]) =>
    make("button", { type: "button", class: "preset", onclick: () => dialog.close(`${lat},${lon}`) }, icon("location"), t(`place.${name}`)));
  const form = make("form", { method: "dialog" }, heading(t("location.title")),
    make("div", { class: "presets", role: "group", "aria-label": t("location.presets") }, ...presets), fields,
    make("div", { class: "actions" }, make("button", { class: "quiet", type: "button", onclick: () => dialog.close("") }, t("dialog.cancel")), main(t("dialog.send"), "typed")));
  dialog.append(form);
  const answer = await shown(dialog, host);
  if (!answer) return null;
  if (answer !== "typed") return answer.split(",").map(Number);
  return [...fields.querySelectorAll("input")].map((input) => input.valueAsNumber);
}

// A menu that belongs to `button`: entries of [icon, text, act]; closed by choice, Escape or a click elsewhere.
export function menu(button, entries, place = "above") {
  document.querySelector(".menu")?.remove();
  const close = () => {
    list.remove();
    document.removeEventListener("pointerdown", outside);
    button.setAttribute("aria-expanded", "false");
  };
  const outside = (event) => !list.contains(event.target) && !button.contains(event.target) && close();
  const items = entries.map(([name, text, act, note]) =>
    make("button", { type: "button", role: "menuitem", onclick: () => { close(); act(); } },
      name ? icon(name) : null, make("span", {}, text), note ? make("small", {}, note) : null));
  const list = make("div", { class: `menu ${place}`, role: "menu" }, ...items);
  list.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); button.focus(); }
    if (event.key === "ArrowDown") items[(at + 1) % items.length].focus();
    if (event.key === "ArrowUp") items[(at - 1 + items.length) % items.length].focus();
  });
  button.parentElement.append(list);
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside);
  items[0]?.focus();
  return close;
}
