/**
 * What the page knows, and its talk with the simulator. `state` is changed only here and by the choices of the person
 * at the page; whoever shows a part of it listens with `onChange`.
 */
export const state = {
  /** @type {{ address: string, businessName: string }[]} */ senders: [],
  sender: "",
  customer: "",
  /** Messages by customer, oldest first. @type {Map<string, object[]>} */
  messages: new Map(),
  typing: new Set(),
  unseen: new Map(),
  log: [],
  switches: {},
};

const listeners = [];

/** Calls `listener` with the name of what has changed: senders, customer, messages, typing, log or switches. */
export function onChange(listener) {
  listeners.push(listener);
}

export function changed(what) {
  for (const listener of listeners) listener(what);
}

export async function load() {
  const [accounts, faults, log] = await Promise.all([get("/_sim/accounts"), get("/_sim/faults"), get("/_sim/log")]);
  state.senders = accounts.flatMap((account) => account.senders);
  if (!state.senders.some(({ address }) => address === state.sender)) state.sender = state.senders[0]?.address ?? "";
  state.switches = faults.switches;
  state.log = log.entries;
  changed("senders");
  changed("switches");
  changed("log");
  await loadMessages();
}

export async function loadMessages() {
  const { messages, typing } = await get(`/_sim/messages?limit=1000&number=${encodeURIComponent(state.sender)}`);
  state.messages = new Map();
  for (const message of messages) place(message);
  state.typing = new Set(typing);
  changed("messages");
}

export async function loadSwitches() {
  state.switches = (await get("/_sim/faults")).switches;
  changed("switches");
}

export async function setSwitches(change) {
  state.switches = (await post("/_sim/faults", change)).switches;
  changed("switches");
}

export function chooseCustomer(address) {
  state.customer = address;
  state.unseen.delete(address);
  changed("customer");
}

export async function chooseSender(address) {
  state.sender = address;
  changed("senders");
  await loadMessages();
}

/** Sends as the chosen customer. Rejects with a sentence when the simulator refuses. */
export function send(message, profileName) {
  return post("/_sim/inbound", { from: state.customer, to: state.sender, profileName, ...message });
}

/** Keeps the page up to date; after a lost connection everything is read again. */
export function listen() {
  const events = new EventSource("/_sim/events");
  let wasLost = false;
  const on = (name, handle) => events.addEventListener(name, (event) => handle(JSON.parse(event.data)));
  events.addEventListener("open", () => wasLost && load());
  events.addEventListener("error", () => {
    wasLost = true;
  });
  on("message", (message) => {
    if (senderOf(message) !== state.sender) return;
    place(message, true);
    changed("messages");
  });
  on("typing", ({ customer, typing }) => {
    if (typing) state.typing.add(customer);
    else state.typing.delete(customer);
    changed("typing");
  });
  on("activity", (entry) => {
    state.log = [...state.log.slice(-300), entry];
    changed("log");
  });
  on("conditions", (switches) => {
    state.switches = switches;
    changed("switches");
  });
  on("accounts", () => load());
}

function place(message, isNew = false) {
  const list = state.messages.get(message.customer) ?? [];
  const known = list.findIndex(({ sid }) => sid === message.sid);
  const wasVisible = known >= 0 && isVisible(list[known]);
  if (known >= 0) list[known] = message;
  else list.push(message);
  state.messages.set(message.customer, list);
  const isReply = message.direction !== "inbound" && isVisible(message) && !wasVisible;
  if (isNew && isReply && message.customer !== state.customer) {
    state.unseen.set(message.customer, (state.unseen.get(message.customer) ?? 0) + 1);
  }
}

/** Whether a message is on the customer's screen: their own at once, a reply when it has been delivered. */
export function isVisible({ direction, status }) {
  return direction === "inbound" || status === "delivered" || status === "read";
}

function senderOf({ direction, from, to }) {
  return direction === "inbound" ? to : from;
}

async function get(path) {
  return answer(await fetch(path));
}

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  return answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.message);
  return body;
}
