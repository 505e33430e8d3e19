// One person's phone: the chat with the bot.

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { alertOf, menu } from "./dialogs.js";
import { icon, make } from "./dom.js";
import { bubble } from "./message.js";
import { day, t } from "./texts.js";

const NEAR_BOTTOM_PX = 80;
const TYPING_S = 5;
const TOAST_S = 3.5;
const GROUP_S = 300;

export class Phone {
  // `page`: {bot, now() → Date, unread(phone, count)}
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.messages = new Map();
    this.rev = 0;
    this.unread = 0;
    this.pressed = new Map();
    this.drawn = new Map(); // what stands in the log: "id" → {key, element}
    this.element = make("section", { class: "phone", id: `phone-${person.id}`, "data-role": person.role });
    this.composer = new Composer({
      send: (what) => this.send(what),
      tapKeyboard: (id, row, column) => this.act(() => api.tap(person.id, { message_id: id, at: [row, column] })),
      unblock: () => this.act(() => api.block(person.id, false)),
      failed: (reason) => this.toast(reason),
    }, this.element);
    this.build();
  }

  get role() {
    return t(`role.${["seeker", "enterprise", "staff"].includes(this.person.role) ? this.person.role : "other"}`);
  }

  build() {
    this.drawn.clear();
    const bot = this.page.bot;
    this.element.setAttribute("aria-label", t("chat.phone", { name: this.person.name }));
    this.status = make("p", { class: "status" });
    const more = make("button", { type: "button", class: "tool", "aria-label": t("chat.options"), title: t("chat.options"), "aria-haspopup": "menu", onclick: (e) => this.options(e.currentTarget) }, icon("more"));
    const owner = make("div", { class: "owner" }, make("span", { class: "owner-icon" }, icon(this.person.role)), make("strong", {}, this.role), make("span", {}, this.person.name));
    const head = make("header", { class: "chat-head" }, make("span", { class: "avatar", "aria-hidden": "true" }, bot.name.slice(0, 1)),
      make("div", { class: "chat-title" }, make("h2", {}, bot.name), this.status), make("span", { class: "anchor" }, more));
    this.log = make("div", { class: "log", role: "log", tabindex: "0", "aria-label": t("chat.messages", { name: bot.name }) });
    this.log.addEventListener("scroll", () => this.scrolled());
    new ResizeObserver(() => this.scrolled()).observe(this.log);
    this.down = make("button", { type: "button", class: "down", hidden: true, "aria-label": t("chat.newest"), onclick: () => this.toBottom("smooth") }, icon("down"), make("span", { class: "count" }));
    this.toasts = make("div", { class: "toasts", role: "status", "aria-live": "assertive" });
    const middle = make("div", { class: "chat-middle" }, this.log, this.down, this.toasts);
    this.element.replaceChildren(owner, make("div", { class: "screen" }, head, middle, this.composer.element));
    this.element.classList.toggle("is-blocked", this.person.blocked);
    this.setStatus();
    this.composer.show(this.person);
    this.draw();
  }

  // The bot's name, description or commands changed.
  async refresh() {
    this.person = await api.person(this.person.id);
    this.build();
  }

  // The page's language changed, and with it the person's.
  async speak() {
    this.person = await api.speak(this.person.id);
    this.build();
  }

  // What happened while the page was not listening.
  async catchUp() {
    const { messages, deleted, rev } = await api.messages(this.person.id, this.rev);
    if (rev < this.rev) this.messages.clear();
    for (const message of messages) this.messages.set(message.id, message);
    for (const id of deleted) this.messages.delete(id);
    this.rev = rev;
    this.draw();
  }

  on(event) {
    const handlers = {
      message: () => this.arrived(event.message),
      deleted: () => { this.messages.delete(event.id); this.rev = Math.max(this.rev, event.rev); this.draw(); },
      keyboard: () => this.keyboard(event.keyboard),
      blocked: () => { this.person.blocked = event.blocked; this.element.classList.toggle("is-blocked", event.blocked); this.setStatus(); this.composer.show(this.person); this.draw(); },
      action: () => this.typing(),
      answered: () => this.answered(event),
    };
    handlers[event.kind]?.();
  }

  keyboard(keyboard) {
    if (JSON.stringify(keyboard) === JSON.stringify(this.person.keyboard)) return;
    this.composer.keyboardOpen = true;
    this.person.keyboard = keyboard;
    const near = this.nearBottom();
    this.composer.show(this.person);
    if (near) this.toBottom();
  }

  arrived(message) {
    const fresh = !this.messages.has(message.id);
    const near = this.nearBottom();
    this.messages.set(message.id, message);
    this.rev = Math.max(this.rev, message.rev);
    if (message.from === "bot") this.setStatus();
    this.release(message.id);
    this.draw(fresh ? message.id : 0, near || message.from === "me");
    if (fresh && message.from === "bot" && (!near || !this.seen())) this.setUnread(this.unread + 1);
  }

  seen() {
    return this.element.offsetParent !== null && !document.hidden;
  }

  draw(newest = 0, stick = this.nearBottom()) {
    const list = [...this.messages.values()].sort((a, b) => a.id - b.id);
    const acts = {
      tap: (message, row, column, button) => this.tap(message, row, column, button),
      link: (url) => this.follow(url),
      command: (text) => this.send({ text }),
      quoted: (id) => this.messages.get(id),
    };
    const parts = [];
    const standing = (id, key, create) => {
      if (this.drawn.get(id)?.key !== key) this.drawn.set(id, { key, element: create() });
      parts.push(this.drawn.get(id).element);
      return this.drawn.get(id).element;
    };
    let last = null;
    for (const message of list) {
      const shown = this.day(message);
      if (!last || this.day(last) !== shown) standing(`day ${message.id}`, shown, () => make("p", { class: "day" }, make("span", {}, shown)));
      const element = standing(message.id, message.rev, () => bubble(message, acts));
      element.classList.toggle("follows", Boolean(last) && last.from === message.from && message.date - last.date < GROUP_S);
      element.classList.toggle("new", message.id === newest);
      last = message;
    }
    if (!list.length) standing("welcome", `${this.page.bot.description} ${this.person.blocked}`, () => this.welcome());
    this.arrange(parts);
    if (stick) this.toBottom();
    else this.scrolled();
  }

  day(message) {
    return day(new Date(message.date * 1000), this.page.now());
  }

  // What stands already is not touched: focus stays, and a screen reader hears only what is new.
  arrange(parts) {
    let at = this.log.firstChild;
    for (const part of parts) {
      if (part === at) at = at.nextSibling;
      else this.log.insertBefore(part, at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  welcome() {
    const bot = this.page.bot;
    const words = bot.description || t("chat.empty", { name: bot.name });
    return make("div", { class: "welcome" }, make("span", { class: "avatar big", "aria-hidden": "true" }, bot.name.slice(0, 1)),
      make("p", {}, words), this.person.blocked ? null : make("button", { type: "button", class: "start", onclick: () => this.send({ text: "/start" }) }, t("chat.start")));
  }

  nearBottom() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_BOTTOM_PX;
  }

  toBottom(behavior = "instant") {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
    for (const image of this.log.querySelectorAll("img")) {
      if (!image.complete) image.addEventListener("load", () => this.log.scrollTo({ top: this.log.scrollHeight }), { once: true });
    }
    this.scrolled();
  }

  scrolled() {
    const near = this.nearBottom();
    this.down.hidden = near;
    if (near && this.seen()) this.setUnread(0);
  }

  setUnread(count) {
    this.unread = count;
    this.down.querySelector(".count").textContent = count || "";
    this.page.unread(this, count);
  }

  setStatus(text = "") {
    clearTimeout(this.typingEnds);
    this.status.textContent = text || (this.person.blocked ? t("chat.blocked") : t("chat.bot"));
    this.status.classList.toggle("typing", text !== "");
  }

  typing() {
    this.setStatus(t("chat.typing"));
    this.typingEnds = setTimeout(() => this.setStatus(), TYPING_S * 1000);
  }

  toast(text) {
    const element = make("p", { class: "toast" }, text);
    this.toasts.append(element);
    setTimeout(() => element.remove(), TOAST_S * 1000);
  }

  answered({ text, alert, callback }) {
    const waiting = this.pressed.get(callback);
    this.pressed.delete(callback);
    waiting?.classList.remove("waiting");
    if (text && alert) alertOf(this.element, text);
    else if (text) this.toast(text);
  }

  release(id) {
    for (const button of this.log.querySelectorAll(`[data-id="${id}"] .waiting`)) button.classList.remove("waiting");
  }

  // Acting

  async act(doing) {
    try {
      return await doing();
    } catch (error) {
      this.toast(t("page.failed", { reason: error.message }));
      return null;
    }
  }

  async send(what) {
    this.toBottom();
    return this.act(() => api.send(this.person.id, what));
  }

  async tap(message, row, column, button) {
    button.classList.add("waiting");
    setTimeout(() => button.classList.remove("waiting"), 8000);
    const answer = await this.act(() => api.tap(this.person.id, { message_id: message.id, at: [row, column] }));
    if (!answer) return button.classList.remove("waiting");
    if (answer.callback) this.pressed.set(answer.callback, button);
    else button.classList.remove("waiting");
    if (answer.copied !== undefined) {
      await navigator.clipboard?.writeText(answer.copied).catch(() => null);
      this.toast(t("button.copied"));
    }
  }

  // A link to the bot itself starts it with what the link carries; any other link opens as usual.
  follow(url) {
    const address = new URL(url);
    const own = address.hostname === "t.me" && address.pathname.slice(1).toLowerCase() === this.page.bot.username.toLowerCase();
    if (own) this.start(address.searchParams.get("start") ?? "");
    return own;
  }

  start(payload) {
    return this.send({ text: `/start ${payload}`.trim() });
  }

  options(button) {
    const entries = [["restart", t("chat.restart"), () => this.start("")]];
    const blocked = this.person.blocked;
    entries.push(["block", t(blocked ? "chat.unblock" : "chat.block"), () => this.act(() => api.block(this.person.id, !blocked))]);
    menu(button, blocked ? entries.slice(1) : entries, "below right");
  }
}
