import { formatted } from "./formatting.js";

/** One message as a bubble, with what it carries, its time and its ticks. */
export function bubble(message) {
  const isMine = message.direction === "inbound";
  const place = placeIn(message);
  const [file] = message.files;
  const kind = file?.contentType.split("/")[0];
  const box = element("div", kind === "image" ? "bubble pic" : "bubble");
  if (kind === "image") box.append(picture(file));
  else if (kind === "audio") box.append(voiceNote(file));
  else if (file) box.append(fileLink(file));
  if (place) box.append(placeCard(place));
  if (message.body) {
    const words = element("span", "words");
    words.append(...formatted(message.body));
    box.append(words);
  }
  box.append(stamp(message, isMine));
  if (message.buttons?.length) box.append(replyButtons(message.buttons));
  return box;
}

/** What a template offers to answer with: `phone.js` sends the one that is tapped. */
function replyButtons(buttons) {
  const row = element("span", "replies");
  for (const { text, payload } of buttons) {
    const button = element("button", "", text);
    button.type = "button";
    button.dataset.payload = payload;
    row.append(button);
  }
  return row;
}

function picture({ sid }) {
  const image = document.createElement("img");
  image.src = `/_sim/media/${sid}`;
  image.alt = "Picture";
  image.width = 268;
  return image;
}

function voiceNote({ sid }) {
  const audio = new Audio(`/_sim/media/${sid}`);
  audio.preload = "metadata";
  const button = element("button", "play");
  button.type = "button";
  const wave = waveform(sid);
  const length = element("span", "meta", "0:04");
  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", audio.paused ? "Play voice note" : "Pause voice note");
    const heard = audio.duration ? audio.currentTime / audio.duration : 0;
    [...wave.children].forEach((bar, index, bars) => {
      bar.classList.toggle("heard", index < heard * bars.length);
    });
  };
  button.addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
  for (const name of ["play", "pause", "ended", "timeupdate"]) audio.addEventListener(name, show);
  audio.addEventListener("loadedmetadata", () => {
    if (Number.isFinite(audio.duration)) length.textContent = minutes(audio.duration);
  });
  show();
  const row = element("div", "voice");
  row.append(button, wave, length);
  return row;
}

/** Bars that look like a voice, always the same for the same file. */
function waveform(sid) {
  const wave = svg("svg", { class: "wave", viewBox: "0 0 136 22", preserveAspectRatio: "none", "aria-hidden": "true" });
  for (let index = 0; index < 34; index++) {
    const level = Number.parseInt(sid[2 + (index % 32)], 16) / 15;
    const height = 3 + 15 * level * (0.55 + 0.45 * Math.abs(Math.sin(index / 2.6)));
    wave.append(svg("rect", { x: index * 4, y: 11 - height / 2, width: 2, height, rx: 1 }));
  }
  return wave;
}

function fileLink({ sid, contentType }) {
  const link = element("a", "doc");
  link.href = `/_sim/media/${sid}`;
  link.download = "";
  const text = element("span", "grow");
  const kind = contentType === "application/pdf" ? "PDF" : contentType;
  text.append(element("b", "", "Document"), element("small", "", kind));
  link.append(icon("file-text"), text);
  return link;
}

function placeIn({ webhookParams, persistentAction }) {
  if (webhookParams?.Latitude) {
    const { Latitude, Longitude, Label, Address } = webhookParams;
    return { label: Label ?? "Place", detail: Address ?? `${Latitude}, ${Longitude}` };
  }
  const [, coordinates, label] = /^geo:([^|]+)\|?(.*)$/.exec(persistentAction?.[0] ?? "") ?? [];
  return coordinates ? { label: label || "Place", detail: coordinates } : null;
}

function placeCard({ label, detail }) {
  const card = element("div", "doc");
  const text = element("span", "grow");
  text.append(element("b", "", label), element("small", "", detail));
  card.append(icon("map-pin"), text);
  return card;
}

function stamp(message, isMine) {
  const shown = element("span", "stamp", clockTime(message.createdAt));
  shown.title = new Date(message.createdAt).toLocaleString("en-GB");
  if (isMine) shown.append(" ", ticks(message));
  return shown;
}

function ticks({ taken, readAt }) {
  const [name, label, className] = readAt
    ? ["tick2", "Read", "ticks read"]
    : taken
      ? ["tick2", "Delivered", "ticks"]
      : taken === false
        ? ["fail", "Your app did not accept it", "ticks bad"]
        : ["wait", "Waiting", "ticks"];
  const drawn = svg("svg", { class: className, role: "img", "aria-label": label, viewBox: "0 0 16 11" });
  drawn.append(svg("use", { href: `#i-${name}` }));
  return drawn;
}

export function clockTime(at) {
  return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

export function icon(name, size = "") {
  const drawn = svg("svg", { class: `i ${size}`, "aria-hidden": "true" });
  drawn.append(svg("use", { href: `#i-${name}` }));
  return drawn;
}

export function element(name, className, text) {
  const created = document.createElement(name);
  if (className) created.className = className;
  if (text !== undefined) created.textContent = text;
  return created;
}

function svg(name, attributes) {
  const created = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, String(value));
  return created;
}

function minutes(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
