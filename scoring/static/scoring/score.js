// Each card saves by itself. What could not be saved stays on this device until it is.
import * as drafts from "./score_drafts.js";

const PAUSE = 1000; // milliseconds after the last letter
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60_000;
const WAITING = ["offline", "unanswered", "signed-out"];
const URGENCY = ["signed-out", "refused", ...WAITING, "conflict", "wrong", "elsewhere", "saving", "saved"];

const room = document.querySelector(".room");
const cells = room.querySelector(".cells");
const line = room.querySelector(".save-status");
const texts = document.getElementById("statuses").content;
const tabs = new BroadcastChannel("score");

const acknowledged = new WeakMap(); // card → what the server is known to have
const sent = new WeakMap(); // card → what the request under way carries
const pauses = new WeakMap();
let elsewhere = []; // drafts of other pages that did not go through
let savedAt = "";
let wait = FIRST_WAIT;
let retry = null;

const cards = () => [...cells.querySelectorAll(".ck")];
const field = (card, name) => card.querySelector(`[name="${card.dataset.prefix}-${name}"]:is(input, textarea)`);
const inConflict = (card) => card.querySelector(".conflict").childElementCount > 0;
const isText = (target) => target.matches("textarea, input:not([type=radio])");

function read(card) {
  const values = {};
  for (const input of card.querySelectorAll("input[name], textarea[name]")) {
    if (input.type !== "radio" || input.checked) values[input.name] = input.value;
  }
  return values;
}

function said(card) {
  const { [`${card.dataset.prefix}-version`]: version, ...rest } = read(card);
  return JSON.stringify(rest);
}

function bodyOf(card) {
  return { ...read(card), ...JSON.parse(room.getAttribute("hx-vals")) };
}

function keep(card) {
  const url = card.getAttribute("hx-post");
  const page = `${location.pathname}#${card.id}`;
  drafts.keep(card, { url, page, name: card.querySelector("h3").innerText, body: bodyOf(card) });
}

function restore(card, body) {
  for (const [name, value] of Object.entries(body)) {
    for (const input of card.querySelectorAll(`[name="${name}"]:is(input, textarea)`)) {
      if (input.type === "radio") input.checked = input.value === value;
      else input.value = value;
    }
  }
}

function save(card) {
  clearTimeout(pauses.get(card));
  if (said(card) === acknowledged.get(card)) {
    drafts.drop(card); // typed, and taken back
    if (card.dataset.save !== "saving") show(card, "saved");
    return;
  }
  const waiting = inConflict(card) || WAITING.includes(card.dataset.save);
  if (waiting && said(card) === sent.get(card)) return; // refused already, or tried again by itself
  if (!waiting) show(card, "saving"); // else what it waits for stays to be read, and clicked
  htmx.trigger(card, "save");
}

// Status: in the card, and the most urgent of all of them above.

function show(card, status) {
  card.dataset.save = status;
  const own = ["saved", "conflict", "wrong"].includes(status); // the server's answer says it
  if (!own) card.querySelector(".cell-status").replaceChildren(textOf(status));
  report();
}

function textOf(status) {
  return texts.querySelector(`[data-status="${status}"]`).cloneNode(true);
}

function report() {
  const states = new Set(cards().map((card) => card.dataset.save));
  if (elsewhere.length) states.add("elsewhere");
  const status = URGENCY.find((one) => states.has(one));
  const news = document.createDocumentFragment();
  if (status) news.append(textOf(status), ...details(status));
  const told = document.createElement("p");
  told.append(news.cloneNode(true));
  if (told.textContent !== line.textContent) line.replaceChildren(news);
}

function details(status) {
  if (status === "saved") return [` ${savedAt}`];
  if (status === "elsewhere") return elsewhere.flatMap(({ page, name }) => [" ", link(page, name)]);
  if (!["conflict", "wrong"].includes(status)) return [];
  const marked = cards().filter((card) => card.dataset.save === status);
  return marked.flatMap((card) => [" ", link(`#${card.id}`, card.querySelector("h3 a").innerText)]);
}

function link(href, text) {
  return Object.assign(document.createElement("a"), { href, textContent: text });
}

// What comes back

function outcome({ xhr, pathInfo }) {
  const { status } = xhr;
  if (status === 0) return navigator.onLine ? "unanswered" : "offline";
  if (new URL(xhr.responseURL).pathname !== pathInfo.requestPath) return "refused";
  if (status === 401 || (status === 403 && !drafts.token())) return "signed-out";
  if (status >= 500 || status === 408 || status === 429) return "unanswered";
  return { 200: "saved", 409: "conflict", 422: "wrong" }[status] ?? "refused";
}

function settle(card) {
  acknowledged.set(card, sent.get(card));
  savedAt = card.querySelector(".cell-status time")?.textContent ?? "";
  wait = FIRST_WAIT;
  if (said(card) === sent.get(card)) {
    drafts.drop(card);
    show(card, "saved");
  } else {
    keep(card); // typed meanwhile: under the new version, and saved after its own pause
    show(card, "saving");
  }
  if (cards().some((one) => WAITING.includes(one.dataset.save))) flush();
}

function markInvalid(card) {
  for (const input of card.querySelectorAll("[aria-describedby]")) {
    const errors = input.getAttribute("aria-describedby").split(" ").pop();
    const wrong = document.getElementById(errors)?.childElementCount > 0;
    wrong ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
  }
}

function later() {
  if (retry === null) retry = setTimeout(flush, wait);
  wait = Math.min(2 * wait, LONGEST_WAIT);
}

async function flush() {
  clearTimeout(retry);
  retry = null;
  for (const card of cards()) {
    if (WAITING.includes(card.dataset.save)) htmx.trigger(card, "save");
  }
  elsewhere = await drafts.sendOthers();
  if (elsewhere.some((draft) => draft.again)) later();
  report();
}

cells.addEventListener("htmx:configRequest", ({ target, detail }) => {
  detail.headers["X-CSRFToken"] = drafts.token();
  if (!target.matches(".ck")) return;
  detail.parameters = bodyOf(target);
  sent.set(target, said(target));
});

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const status = outcome(detail);
  if (status === "conflict" || status === "wrong") detail.shouldSwap = true;
  if (status === "refused") detail.shouldSwap = false;
  detail.isError = false; // the page tells of it
});

cells.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (!target.matches(".ck")) return;
  const status = outcome(detail);
  if (status === "saved") settle(target);
  else show(target, status);
  if (status === "unanswered" || status === "offline") later();
  markInvalid(target);
});

// A card that was taken as it is stored
document.body.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (!elt.matches(".cells .ck")) return;
  drafts.drop(elt);
  acknowledged.set(elt, said(elt));
  savedAt = elt.querySelector(".cell-status time")?.textContent ?? "";
  show(elt, "saved");
  elt.focus();
});

// What the person does

cells.addEventListener("input", ({ target }) => {
  const card = target.closest(".ck");
  if (!card || !isText(target)) return;
  keep(card);
  clearTimeout(pauses.get(card));
  pauses.set(card, setTimeout(() => save(card), PAUSE));
});

cells.addEventListener("change", ({ target }) => {
  const card = target.closest(".ck");
  if (!card) return;
  keep(card);
  if (inConflict(card) && isText(target)) return; // after the pause: now one may be choosing
  save(card);
});

cells.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep]");
  if (!button) return;
  event.preventDefault();
  const card = button.closest(".ck");
  field(card, "version").value = button.value;
  button.closest(".conflict").replaceChildren();
  card.focus();
  keep(card);
  show(card, "saving");
  htmx.trigger(card, "save");
});

// The switch of direction leads to the check in hand.
cells.addEventListener("focusin", ({ target }) => {
  const card = target.closest(".ck");
  const other = room.querySelector(".switch a:not([aria-current])");
  if (card) other.href = card.querySelector("h3 a").href;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const hidden = form.querySelector("[name=csrfmiddlewaretoken]");
  if (hidden && drafts.token()) hidden.value = drafts.token();
  if (!form.action?.endsWith?.(room.dataset.signOut)) return;
  if (drafts.all().length && !confirm(textOf("leaving").textContent)) event.preventDefault();
  else drafts.clear();
});

addEventListener("online", flush);
addEventListener("offline", () => cards().forEach((card) => card.dataset.save === "saving" && show(card, "offline")));
// Signed in anew, in another tab
for (const [source, event] of [[document, "visibilitychange"], [tabs, "message"]]) {
  source.addEventListener(event, () => cards().some((card) => card.dataset.save === "signed-out") && flush());
}
addEventListener("pagehide", () => {
  for (const card of cards()) {
    const unsaved = !inConflict(card) && said(card) !== acknowledged.get(card);
    if (unsaved) drafts.send({ url: card.getAttribute("hx-post"), body: bodyOf(card) }, { keepalive: true });
  }
});

// Start: take up what was left behind, once htmx listens.

function takeUp(card) {
  const { state } = card.querySelector(".cell-state").dataset;
  acknowledged.set(card, said(card));
  if (state === "conflict" || state === "wrong") { // a page that tells of a refusal
    keep(card);
    show(card, state);
    return;
  }
  const draft = drafts.kept(card);
  if (!draft) return;
  restore(card, draft.body);
  save(card);
}

document.addEventListener("DOMContentLoaded", () => {
  cards().forEach(takeUp);
  room.classList.add("autosaves");
  document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  tabs.postMessage("here");
  if (drafts.all().length) flush();
});
