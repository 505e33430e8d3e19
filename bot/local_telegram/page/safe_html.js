// Telegram's HTML as DOM: only its own tags survive, links only with known schemes.

import { make } from "./dom.js";

const TAGS = { B: "strong", I: "em", U: "u", S: "s", CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote" };
const SCHEMES = ["http:", "https:", "tg:", "mailto:", "tel:"];
const BRACKETS = ["（", "("];
const FOUND = /(https?:\/\/[^\s<>"，。；！？、（）《》“”]+|(?<![\w.\/])t\.me\/[^\s<>"，。；！？、（）]+)|(?<![\w\/])(\/[A-Za-z0-9_]{1,64})(?![\w\/])/g;

// `acts`: {link(url) → true when the phone handles it, command(text)}
export function rendered(html, acts) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  copy(parsed.body, fragment, acts, false);
  return fragment;
}

function copy(from, to, acts, literal) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (literal) to.append(node.data);
      else words(node.data, to, acts);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const element = known(node, acts);
      copy(node, element ?? to, acts, literal || ["A", "CODE", "PRE"].includes(node.tagName));
      if (element) to.append(element);
    }
  }
}

function known(node, acts) {
  if (node.tagName === "A") return link(node.getAttribute("href") ?? "", acts);
  if (node.tagName === "TG-SPOILER") return spoiler();
  if (node.tagName === "BLOCKQUOTE" && node.hasAttribute("expandable")) return quote();
  return node.tagName in TAGS ? make(TAGS[node.tagName]) : null;
}

function quote() {
  const element = make("blockquote", { class: "expandable", tabindex: "0", role: "button", "aria-expanded": "false" });
  const toggle = () => element.setAttribute("aria-expanded", String(element.classList.toggle("open")));
  const fits = () => element.classList.contains("open") || element.classList.toggle("fits", element.scrollHeight <= element.clientHeight + 1);
  new ResizeObserver(fits).observe(element);
  element.addEventListener("click", toggle);
  element.addEventListener("keydown", (event) => event.key === "Enter" && toggle());
  return element;
}

function spoiler() {
  const element = make("span", { class: "spoiler", tabindex: "0", role: "button" });
  const open = () => element.classList.add("open");
  element.addEventListener("click", open);
  element.addEventListener("keydown", (event) => event.key === "Enter" && open());
  return element;
}

export function link(url, acts) {
  let address;
  try {
    address = new URL(url.startsWith("t.me/") ? `https://${url}` : url);
  } catch {
    return make("span");
  }
  if (!SCHEMES.includes(address.protocol)) return make("span");
  const element = make("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" });
  element.addEventListener("click", (event) => acts.link(address.href) && event.preventDefault());
  return element;
}

// A command never stands apart from the bracket before it and the signs after it. Returns where the text goes on.
function command(text, match, to, acts) {
  const end = match.index + match[0].length;
  const after = /^[）)]?[。，.,；;！!？?、：:]?/.exec(text.slice(end))[0];
  const before = BRACKETS.includes(text[match.index - 1]) ? text[match.index - 1] : "";
  const button = make("button", { class: "command", type: "button", onclick: () => acts.command(match[2]) }, match[2]);
  to.append(before || after ? make("span", { class: "keep" }, before, button, after) : button);
  return end + after.length;
}

function words(text, to, acts) {
  let from = 0;
  for (const match of text.matchAll(FOUND)) {
    to.append(text.slice(from, match.index - (match[2] && BRACKETS.includes(text[match.index - 1]) ? 1 : 0)));
    if (match[1]) {
      const element = link(match[1], acts);
      element.append(match[1]);
      to.append(element);
    } else {
      from = command(text, match, to, acts);
      continue;
    }
    from = match.index + match[0].length;
  }
  to.append(text.slice(from));
}
