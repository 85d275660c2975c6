import { bubble, clockTime, element } from "./bubble.js";
import { initialsOf } from "./people.js";
import { isVisible, onChange, state } from "./state.js";

const thread = document.querySelector("#thread");
const chat = document.querySelector("#chat");
const peerName = document.querySelector("#peer-name");
const peerInitials = document.querySelector("#peer-initials");
const peerState = document.querySelector("#peer-state");
const clock = document.querySelector("#clock");

/** What stands in the thread, by message; a node is made again only when its message has changed. */
const shown = new Map();
let shownFor = "";

/** Shows the conversation of the chosen customer, the business at its head, and the time. */
export function startThread() {
  onChange((what) => {
    if (what === "senders") renderPeer();
    if (["customer", "messages", "typing", "switches"].includes(what)) render();
  });
  const tick = () => {
    clock.textContent = clockTime(Date.now());
  };
  tick();
  setInterval(tick, 10_000);
}

function businessName() {
  return state.senders.find(({ address }) => address === state.sender)?.businessName ?? "Your business";
}

function renderPeer() {
  peerName.textContent = businessName();
  peerInitials.textContent = initialsOf(businessName());
  document.title = `Customer’s phone · ${businessName()}`;
}

function render() {
  const key = `${state.sender} ${state.customer}`;
  if (key !== shownFor) {
    shownFor = key;
    shown.clear();
    thread.replaceChildren();
    chat.scrollTop = 0;
  }
  const messages = state.messages.get(state.customer) ?? [];
  const isTyping = state.typing.has(state.customer);
  peerState.textContent = isTyping ? "typing…" : "business account";
  const nodes = messages.length > 0 || isTyping ? [...timeline(messages), ...typingBubble(isTyping)] : [emptyNote()];
  settle(nodes);
}

/** Puts `nodes` in place and leaves those alone that already stand there, so that only news is announced. */
function settle(nodes) {
  for (const child of [...thread.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, index) => {
    if (thread.children[index] !== node) thread.insertBefore(node, thread.children[index] ?? null);
  });
}

function timeline(messages) {
  const nodes = [];
  let day = "";
  let speaker = "";
  for (const message of messages) {
    const isFailed = message.status === "failed" || message.status === "undelivered";
    if (!isVisible(message) && !isFailed) continue;
    if (dayOf(message) !== day) {
      day = dayOf(message);
      nodes.push(kept(`day ${day}`, day, () => element("span", "day", day)));
    }
    if (isFailed) nodes.push(failure(message));
    else nodes.push(messageNode(message, speaker !== "" && speaker !== message.direction));
    speaker = message.direction;
  }
  const waiting = messages.filter(({ direction, status }) => direction !== "inbound" && status === "sent").length;
  if (waiting > 0 && state.switches.phoneOff) {
    const text = `${waiting} ${waiting === 1 ? "reply waits" : "replies wait"} until the phone is on again`;
    nodes.push(kept("waiting", text, () => element("span", "event", text)));
  }
  return nodes;
}

function messageNode(message, isTurn) {
  const version = `${message.taken} ${message.readAt} ${message.files.length} ${message.body} ${isTurn}`;
  return kept(message.sid, version, () => {
    const row = element("div", `msg${message.direction === "inbound" ? " mine" : ""}${isTurn ? " turn" : ""}`);
    row.append(
      element("span", "vh", message.direction === "inbound" ? "You: " : `${businessName()}: `),
      bubble(message),
    );
    return row;
  });
}

function failure({ sid, errorCode }) {
  return kept(sid, `failed ${errorCode}`, () =>
    element("span", "event bad", `A reply did not reach this phone: ${errorCode}`),
  );
}

function kept(key, version, make) {
  const known = shown.get(key);
  if (known?.version === version) return known.node;
  const node = make();
  shown.set(key, { version, node });
  return node;
}

function typingBubble(isTyping) {
  if (!isTyping) return [];
  return [
    kept("typing", "", () => {
      const row = element("div", "msg turn");
      const box = element("div", "bubble");
      const dots = element("span", "typing");
      dots.setAttribute("role", "img");
      dots.setAttribute("aria-label", `${businessName()} is typing`);
      dots.append(element("i"), element("i"), element("i"));
      box.append(dots);
      row.append(box);
      return row;
    }),
  ];
}

function emptyNote() {
  return kept("empty", "", () =>
    element("p", "empty", "No messages yet. Write one below; the assistant answers here as it would on a real phone."),
  );
}

function dayOf({ createdAt }) {
  const date = new Date(createdAt);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "Today";
  return date.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" });
}
