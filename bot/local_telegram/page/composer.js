// The lower edge of a phone: commands, text, attachments, the reply keyboard, and what stands there instead.

import { base64 } from "./api.js";
import { askContact, askLocation, menu } from "./dialogs.js";
import { icon, make } from "./dom.js";
import { t } from "./texts.js";

const FILE_MAX_MB = 20;
const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif"];

export class Composer {
  // `acts`: {send(what), tapKeyboard(row, column), unblock(), failed(reason)}; `person` is the phone's owner.
  constructor(acts, host) {
    this.acts = acts;
    this.host = host;
    this.keyboardOpen = true;
    this.element = make("footer", { class: "composer" });
    this.picker = make("input", { type: "file", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true" });
    this.picker.addEventListener("change", () => this.picked());
  }

  show(person) {
    this.person = person;
    const typed = this.input?.value ?? "";
    const focused = document.activeElement === this.input && this.input;
    this.element.replaceChildren(...(person.blocked ? [this.blockedRow()] : [this.row(), this.replyKeyboard()].filter(Boolean)), this.picker);
    if (this.input && typed) this.input.value = typed;
    if (focused) this.input.focus();
    this.fit();
  }

  blockedRow() {
    return make("button", { type: "button", class: "unblock", onclick: () => this.acts.unblock() }, t("chat.unblock"));
  }

  row() {
    const keyboard = this.person.keyboard;
    this.input = make("textarea", { rows: 1, "aria-label": t("compose.label"), placeholder: keyboard?.placeholder ?? t("compose.placeholder") });
    this.input.addEventListener("input", () => this.typing());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.sendButton = this.tool("send", "compose.send", () => this.send());
    this.sendButton.classList.add("send");
    const commands = this.person.commands.length
      ? this.tool("menu", "compose.commands", (event) => this.commands(event.currentTarget)) : null;
    commands?.classList.add("commands");
    const attach = this.tool("attach", "compose.attach", (event) => this.attach(event.currentTarget));
    for (const each of [commands, attach]) each?.setAttribute("aria-haspopup", "menu");
    const toggle = keyboard ? this.tool("keyboard", "compose.keyboard", () => this.toggle()) : null;
    toggle?.setAttribute("aria-expanded", String(this.keyboardOpen));
    this.suggestions = make("div", { class: "suggestions", hidden: true });
    const parts = [this.suggestions, commands && make("span", { class: "anchor" }, commands), this.input, toggle,
      make("span", { class: "anchor" }, attach), this.sendButton];
    return make("div", { class: "compose-row" }, ...parts);
  }

  tool(name, label, act) {
    return make("button", { type: "button", class: "tool", "aria-label": t(label), title: t(label), onclick: act }, icon(name));
  }

  replyKeyboard() {
    const keyboard = this.person.keyboard;
    if (!keyboard || !this.keyboardOpen) return null;
    const rows = keyboard.rows.map((row, r) => make("div", { class: "keyboard-row" }, ...row.map((text, c) =>
      make("button", { type: "button", onclick: () => this.press(keyboard, r, c) }, text))));
    return make("div", { class: "reply-keyboard", role: "group", "aria-label": t("compose.keyboard") }, ...rows);
  }

  async press(keyboard, row, column) {
    if (keyboard.one_time) this.toggle();
    await this.acts.tapKeyboard(keyboard.message_id, row, column);
  }

  toggle() {
    this.keyboardOpen = !this.keyboardOpen;
    this.show(this.person);
  }

  key(event) {
    // While Chinese is being composed, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  typing() {
    this.fit();
    const typed = this.input.value;
    const fits = /^\/\w*$/.test(typed) ? this.person.commands.filter(({ command }) => `/${command}`.startsWith(typed)) : [];
    this.suggestions.hidden = !fits.length;
    this.suggestions.replaceChildren(...fits.map(({ command, description }) =>
      make("button", { type: "button", onclick: () => this.put(`/${command}`) }, make("b", {}, `/${command}`), make("span", {}, description))));
  }

  put(text) {
    this.input.value = text;
    this.send();
  }

  // As high as what stands in it; a phone that is not on screen has no size, and is measured when it is shown.
  fit() {
    if (!this.input?.isConnected) return;
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
    this.sendButton.classList.toggle("ready", this.input.value.trim() !== "");
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.typing();
    this.input.focus();
    if (!(await this.acts.send({ text }))) this.input.value ||= text;
    this.fit();
  }

  commands(button) {
    menu(button, this.person.commands.map(({ command, description }) =>
      [null, `/${command}`, () => this.acts.send({ text: `/${command}` }), description]), "above left");
  }

  attach(button) {
    menu(button, [
      ["photo", t("attach.photo"), () => this.pick("photo", PICTURES.join(","))],
      ["file", t("attach.document"), () => this.pick("document", "")],
      ["location", t("attach.location"), () => this.location()],
      ["contact", t("attach.contact"), () => this.contact()],
    ], "above right");
  }

  pick(kind, accept) {
    this.picking = kind;
    this.picker.accept = accept;
    this.picker.value = "";
    this.picker.click();
  }

  async picked() {
    const file = this.picker.files[0];
    if (!file) return;
    if (file.size > FILE_MAX_MB * 1e6) return this.acts.failed(t("attach.too_big", { megabytes: FILE_MAX_MB }));
    await this.acts.send({ [this.picking]: { name: file.name, base64: await base64(file) } });
  }

  async location() {
    const point = await askLocation(this.host, this.person.location);
    if (point) await this.acts.send({ location: point });
  }

  async contact() {
    if (await askContact(this.host, this.person.phone)) await this.acts.send({ contact: this.person.phone });
  }
}
