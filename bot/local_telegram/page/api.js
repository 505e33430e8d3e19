// What the page asks of the server: the phone API, the same that tests use.

import { CODES, currentLanguage } from "./texts.js";

async function asked(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

const spoken = () => ({ language_code: CODES[currentLanguage()], wait: 0 });

export const people = () => asked("phone/people");
export const person = (user) => asked(`phone/${user}`);
export const messages = (user, after) => asked(`phone/${user}/messages?after=${after}`);
export const send = (user, what) => asked(`phone/${user}/send`, { ...what, ...spoken() });
export const tap = (user, what) => asked(`phone/${user}/tap`, { ...what, ...spoken() });
export const block = (user, blocked) => asked(`phone/${user}/${blocked ? "block" : "unblock"}`, {});
export const speak = (user) => asked(`phone/${user}/language`, spoken());
export const advance = (seconds) => asked("clock", { advance_s: seconds });

// Events of all phones; `onOpen` is called at every new connection, for what was missed meanwhile.
export function listen(onEvent, onOpen, onLost) {
  const source = new EventSource("phone/events");
  source.addEventListener("open", onOpen);
  source.addEventListener("error", onLost);
  source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
}

export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
