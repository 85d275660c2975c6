import { icon } from "./bubble.js";
import { startControls } from "./controls.js";
import { profileName, startPeople } from "./people.js";
import { listen, load, onChange, send, state } from "./state.js";
import { startThread } from "./thread.js";

const text = document.querySelector("#text");
const go = document.querySelector("#go");
const notice = document.querySelector("#notice");

const PLACE = {
  latitude: 51.5033,
  longitude: -0.1196,
  label: "Jubilee Gardens",
  address: "Belvedere Road, London SE1 7XZ",
};
const QUICK = {
  voice: [{ media: [{ name: "voice-note.ogg" }] }],
  photo: [{ body: "Do you have this lamp too?", media: [{ name: "photo.jpg" }] }],
  pdf: [{ media: [{ name: "order.pdf" }] }],
  place: [{ location: PLACE }],
  burst: [{ body: "Hello" }, { body: "Do you ship to Ireland?" }, { body: "And how long does it take?" }],
  stop: [{ body: "STOP" }],
  human: [{ body: "A human, please" }],
};

startThread();
startControls();
startPeople(() => showView("chat"));
startComposer();
startViews();
load().then(listen, tell);

function startComposer() {
  document.querySelector("#say").addEventListener("submit", (event) => {
    event.preventDefault();
    const body = text.value.trim();
    sendAll(body ? [{ body }] : QUICK.voice);
    if (body) clearText();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (text.value.trim()) text.form.requestSubmit();
  });
  text.addEventListener("input", renderComposer);
  document.querySelector("#quick").addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.quick;
    if (!name) return;
    sendAll(QUICK[name]);
    showView("chat");
  });
  document.querySelector("#thread").addEventListener("click", ({ target }) => {
    const { payload } = target.dataset;
    if (payload) sendAll([{ button: { text: target.textContent, payload } }]);
  });
  for (const field of document.querySelectorAll("#file, #picture")) {
    field.addEventListener("change", () => sendFile(field));
  }
}

/** Sends one after the other: the next goes when Twilio is done with the one before. */
async function sendAll(messages) {
  notice.textContent = "";
  const sender = profileName();
  try {
    for (const message of messages) await send(message, sender);
  } catch (error) {
    tell(error);
  }
}

async function sendFile(field) {
  const [file] = field.files;
  field.value = "";
  if (!file) return;
  if (file.size > 16 * 1024 * 1024) return tell(new Error("WhatsApp takes files up to 16 MB. Choose a smaller one."));
  const body = text.value.trim();
  clearText();
  const contentType = file.type || "application/octet-stream";
  await sendAll([{ ...(body ? { body } : {}), media: [{ contentType, base64: await base64(file) }] }]);
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function clearText() {
  text.value = "";
  renderComposer();
}

function renderComposer() {
  const hasText = text.value.trim() !== "";
  go.replaceChildren(icon(hasText ? "send" : "mic", "s20"));
  go.setAttribute("aria-label", hasText ? "Send" : "Send a voice note");
  text.style.height = "auto";
  if (text.value) text.style.height = `${Math.min(text.scrollHeight, 120)}px`;
  else text.style.removeProperty("height");
}

function startViews() {
  for (const button of document.querySelectorAll("[data-view-button]")) {
    button.addEventListener("click", () => showView(button.dataset.viewButton));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) showView("chat");
  });
  onChange((what) => {
    if (what === "customer") notice.textContent = "";
  });
  const wanted = new URLSearchParams(location.search).get("number");
  if (wanted) state.sender = `whatsapp:+${wanted.replace(/\D/g, "")}`;
}

function showView(view) {
  const isChange = document.body.dataset.view !== view;
  document.body.dataset.view = view;
  document.querySelector(".mid").inert = view !== "chat";
  if (view === "chat" && matchMedia("(pointer: fine)").matches) text.focus();
  else if (isChange) document.querySelector(view === "people" ? ".left .close" : ".right .close")?.focus();
}

function tell(error) {
  notice.textContent = error.message;
}
