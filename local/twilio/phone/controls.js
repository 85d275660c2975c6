import { element, icon } from "./bubble.js";
import { chooseSender, onChange, setSwitches, state } from "./state.js";

const log = document.querySelector("#log");
const senderField = document.querySelector("#sender-field");
const senderSelect = document.querySelector("#sender");
const receipts = document.querySelector("#receipts");
const nextCode = document.querySelector("#next-code");
const next = document.querySelector("#next");
let clearedUpTo = 0;

/** What Twilio does, what makes it harder, and which business is written to. */
export function startControls() {
  onChange((what) => {
    if (["log", "customer"].includes(what)) renderLog();
    if (what === "switches") renderSwitches();
    if (what === "senders") renderSenders();
  });
  document.querySelector("#clear").addEventListener("click", () => {
    clearedUpTo = state.log.at(-1)?.id ?? 0;
    renderLog();
  });
  document.querySelector("#faults").addEventListener("click", (event) => {
    const name = event.target.dataset.switch;
    if (name) setSwitches({ [name]: !state.switches[name] });
  });
  receipts.addEventListener("change", () => setSwitches({ receipts: receipts.value }));
  next.addEventListener("click", () => setNext(state.switches.nextReplyFailsWith === null));
  nextCode.addEventListener("change", () => setNext(state.switches.nextReplyFailsWith !== null));
  senderSelect.addEventListener("change", () => chooseSender(senderSelect.value));
}

function setNext(isOn) {
  return setSwitches({ nextReplyFailsWith: isOn ? Number(nextCode.value) : null });
}

function renderSwitches() {
  for (const button of document.querySelectorAll("[data-switch]")) {
    button.setAttribute("aria-checked", String(state.switches[button.dataset.switch]));
  }
  receipts.value = state.switches.receipts;
  next.setAttribute("aria-checked", String(state.switches.nextReplyFailsWith !== null));
  if (state.switches.nextReplyFailsWith !== null) nextCode.value = String(state.switches.nextReplyFailsWith);
}

function renderSenders() {
  senderField.hidden = state.senders.length < 2;
  senderSelect.replaceChildren(
    ...state.senders.map(({ address, businessName }) => {
      const option = element("option", "", businessName);
      option.value = address;
      option.selected = address === state.sender;
      return option;
    }),
  );
}

function renderLog() {
  const entries = state.log.filter(
    ({ id, customer }) => id > clearedUpTo && (customer === null || customer === state.customer),
  );
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const known = new Map([...log.children].map((child) => [Number(child.dataset.id), child]));
  log.replaceChildren(...entries.map((entry) => known.get(entry.id) ?? row(entry)));
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function row({ id, at, direction, title, detail, failed }) {
  const item = element("li", `${direction}${failed ? " failed" : ""}`);
  item.dataset.id = String(id);
  const time = element("time", "mono", new Date(at).toLocaleTimeString("en-GB"));
  const text = element("div");
  text.append(element("b", "", title), details(detail));
  item.append(time, icon(direction === "to-app" ? "arrow-right" : "arrow-left", "s14"), text);
  return item;
}

/** The detail with its message SID shortened and set as code; the whole SID is in its title. */
function details(text) {
  const line = element("span");
  const [before, sid] = text.split(/\b((?:SM|MM)[0-9a-f]{32})\b/);
  line.append(before);
  if (sid) {
    const short = element("span", "mono", `${sid.slice(0, 6)}…${sid.slice(-4)}`);
    short.title = sid;
    line.append(short);
  }
  return line;
}
