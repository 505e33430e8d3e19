// One message as a bubble.

import { icon, make } from "./dom.js";
import { link, rendered } from "./safe_html.js";
import { fileSize, t, timeOfDay } from "./texts.js";

// `acts`: {tap(message, row, column, button), link(url), command(text), quoted(id) → message, dark}
export function bubble(message, acts) {
  const mine = message.from === "me";
  const element = make("article", { class: `message ${mine ? "mine" : "theirs"}`, "data-id": String(message.id) });
  const body = make("div", { class: `bubble${bare(message) ? " bare" : ""}` });
  if (message.forwarded) body.append(make("p", { class: "note" }, t("chat.forwarded")));
  const replied = message.reply_to && acts.quoted(message.reply_to);
  if (replied) body.append(make("p", { class: "quoted" }, replied.text || t("attach.document")));
  body.append(...attachments(message));
  const meta = make("span", { class: "meta" }, ...marks(message, mine));
  if (message.text) {
    const text = make("div", { class: "text" });
    text.append(rendered(message.html, acts), meta);
    body.append(text);
  } else {
    body.append(meta);
  }
  element.append(body);
  if (message.inline && message.buttons.length) element.append(keyboard(message, acts));
  return element;
}

function marks(message, mine) {
  const date = new Date(message.date * 1000);
  return [
    message.edited ? make("span", {}, `${t("chat.edited")} `) : null,
    make("time", { datetime: date.toISOString() }, timeOfDay(date)),
    mine ? icon("check") : null,
  ].filter(Boolean);
}

const bare = (message) => Boolean(message.photo) && !message.text;

function attachments(message) {
  const found = [];
  if (message.photo) found.push(photo(message));
  else if (message.file) found.push(file(message.file));
  if (message.location) {
    const title = message.venue?.title ?? t("location.shared");
    const { latitude, longitude } = message.location;
    found.push(card("location", title, message.venue?.address ?? `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
  }
  if (message.contact) found.push(card("contact", message.contact.first_name, message.contact.phone_number));
  return found;
}

function photo(message) {
  const [width, height] = message.photo_size;
  const image = make("img", { src: message.photo, alt: message.text || t("file.photo"), width, height, loading: "lazy" });
  return make("a", { class: "photo", href: message.photo, target: "_blank", rel: "noopener" }, image);
}

function file({ kind, name, size, url }) {
  const title = kind === "document" ? name : t(`file.${kind}`);
  const shown = card(kind === "voice" ? "voice" : "file", title, fileSize(size));
  return make("a", { class: "file", href: url, download: name, "aria-label": t("file.download", { name }) }, shown);
}

function card(name, title, note) {
  const words = make("span", { class: "card-words" }, make("strong", {}, title), make("small", {}, note));
  return make("span", { class: "card" }, make("span", { class: "card-icon" }, icon(name)), words);
}

function keyboard(message, acts) {
  const rows = message.buttons.map((row, r) => {
    const buttons = row.map((text, c) => {
      const url = message.links?.[r]?.[c];
      if (!url) return make("button", { type: "button", onclick: (e) => acts.tap(message, r, c, e.currentTarget) }, text);
      const element = link(url, acts);
      element.setAttribute("aria-label", t("button.link", { text }));
      element.append(text, icon("link"));
      return element;
    });
    return make("div", { class: "keyboard-row" }, ...buttons);
  });
  return make("div", { class: "keyboard" }, ...rows);
}
