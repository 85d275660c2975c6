import { chooseCustomer, onChange, state } from "./state.js";

const SEEDED = [
  { name: "Priya Nair", address: "whatsapp:+447700900142" },
  { name: "Marcus Webb", address: "whatsapp:+447700900207" },
  { name: "@kestrel.rides", address: "whatsapp:GB.4K7QM2XR9T", note: "number hidden" },
  { name: "Hannah Lindqvist", address: "whatsapp:+15550103016", note: "window closed 3 h ago", code: 63016 },
  { name: "Nobody", address: "whatsapp:+15550103024", note: "number not on WhatsApp", code: 63024, initials: "??" },
  { name: "Blocked you", address: "whatsapp:+15550103033", note: "refuses every message", code: 63033, initials: "XB" },
];
const MOST_SHOWN = 40;
const KEPT_AS = "phone-page-customers";

const list = document.querySelector("#people");
const dialog = document.querySelector("#adding");
const nameField = document.querySelector("#new-name");
const numberField = document.querySelector("#new-number");
const hint = document.querySelector("#new-hint");

/** Shows who can write, and lets the person choose or add one; `whenChosen` is called after each choice. */
export function startPeople(whenChosen) {
  onChange((what) => {
    if (["customer", "messages"].includes(what)) render();
  });
  list.addEventListener("click", (event) => {
    const address = event.target.closest("button")?.dataset.address;
    if (address) choose(address, whenChosen);
  });
  document.querySelector("#add").addEventListener("click", () => {
    hint.classList.remove("bad");
    dialog.showModal();
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "save") return;
    const address = addressOf(numberField.value);
    hint.classList.toggle("bad", !address);
    if (!address) return event.preventDefault();
    addCustomer({ name: nameField.value.trim() || spaced(address), address });
    event.target.reset();
    choose(address, whenChosen);
  });
  document.querySelector("#numbers").addEventListener("click", (event) => {
    const { number, title } = event.target.closest("button")?.dataset ?? {};
    if (!number) return;
    addCustomer({ name: title, address: `whatsapp:${number}` });
    choose(`whatsapp:${number}`, whenChosen);
  });
  chooseCustomer(SEEDED[0].address);
}

/** The name of the chosen customer, as WhatsApp would pass it on. */
export function profileName() {
  return people().find(({ address }) => address === state.customer)?.name ?? "Customer";
}

function choose(address, whenChosen) {
  chooseCustomer(address);
  whenChosen();
}

function render() {
  const focused = document.activeElement?.dataset?.address;
  list.replaceChildren(...people().map(row));
  if (focused) list.querySelector(`[data-address="${CSS.escape(focused)}"]`)?.focus();
}

function row({ name, address, note, code, initials }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.address = address;
  button.setAttribute("aria-current", String(address === state.customer));
  const text = element("span", "grow");
  text.append(element("b", "truncate", name), element("small", "truncate", note ?? spaced(address)));
  const face = element("span", "face", initials ?? initialsOf(name));
  face.setAttribute("aria-hidden", "true");
  button.append(face, text);
  const unseen = state.unseen.get(address);
  if (unseen) button.append(element("span", "new", String(unseen)));
  if (code) button.append(element("span", "mono code", String(code)));
  item.append(button);
  return item;
}

function people() {
  const known = new Map([...SEEDED, ...added()].map((person) => [person.address, person]));
  for (const [address, messages] of [...state.messages].slice(-MOST_SHOWN)) {
    if (!known.has(address)) known.set(address, { address, name: nameIn(messages) ?? spaced(address) });
  }
  return [...known.values()];
}

function nameIn(messages) {
  return messages.findLast((message) => message.webhookParams?.ProfileName)?.webhookParams.ProfileName;
}

function added() {
  return JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]");
}

function addCustomer(person) {
  const others = added().filter(({ address }) => address !== person.address);
  if (SEEDED.some(({ address }) => address === person.address)) return;
  localStorage.setItem(KEPT_AS, JSON.stringify([...others, person]));
}

function addressOf(text) {
  const bare = text.trim().replace(/^whatsapp:/i, "");
  const number = bare.replace(/[\s()-]/g, "");
  if (/^\+[1-9]\d{6,14}$/.test(number)) return `whatsapp:${number}`;
  return /^[A-Z]{2}\.[A-Za-z0-9.]+$/.test(bare) ? `whatsapp:${bare}` : null;
}

/** A number as people write it: +44 7700 900142, +1 555 010 3016. */
function spaced(address) {
  const bare = address.replace("whatsapp:", "");
  if (!bare.startsWith("+")) return "number hidden";
  const [, country, rest] = /^\+(1|7|\d\d)(\d+)$/.exec(bare);
  const groups = country === "44" ? /^(\d{4})(\d+)$/ : /^(\d{3})(\d{3})(\d+)$/;
  return `+${country} ${groups.exec(rest)?.slice(1).join(" ") ?? rest}`;
}

export function initialsOf(name) {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (name.startsWith("@")) return name.slice(0, 2);
  const letters = words.length > 1 ? [words[0], words[1]].map(firstLetter).join("") : (words[0] ?? "?").slice(0, 2);
  return letters.toUpperCase();
}

function firstLetter(word) {
  return word.match(/[\p{L}\p{N}]/u)?.[0] ?? "";
}

function element(name, className, text) {
  const created = document.createElement(name);
  created.className = className;
  if (text !== undefined) created.textContent = text;
  return created;
}
