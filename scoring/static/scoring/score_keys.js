// The keyboard. Single keys never act while one types, and can be switched off (WCAG 2.1.4).
const room = document.querySelector(".room");
const cells = room.querySelector(".cells");
const sheet = document.getElementById("keys");
const box = sheet.querySelector("[data-keys-on]");
const setting = `score-keys:${room.dataset.person}`;
let last = null;

const cards = () => [...cells.querySelectorAll(".ck")];
const current = () => document.activeElement.closest(".ck") ?? (last?.isConnected ? last : cards()[0]);
const inputs = (card, name) => [...card.querySelectorAll(`input[name="${card.dataset.prefix}-${name}"][type=radio]`)];
const isTyping = (target) => target.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");

function choose(radio) {
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function rate(card, place) {
  const figure = card.querySelector(".measure input");
  if (figure) return figure.focus();
  const levels = [...card.querySelectorAll(".segs input")];
  choose(levels[place - 1]);
  levels[place - 1]?.focus();
}

function move(by) {
  const all = cards();
  const inside = document.activeElement.closest(".ck");
  const place = inside ? all.indexOf(inside) + by : all.indexOf(current());
  const card = all[Math.max(0, Math.min(place, all.length - 1))];
  card.focus();
  card.scrollIntoView({ block: "nearest" });
}

function cycleEvidence(card) {
  const steps = inputs(card, "evidence");
  choose(steps[(steps.findIndex((step) => step.checked) + 1) % steps.length]);
}

function abstain(card) {
  const [open, abstention] = card.querySelectorAll(".other input");
  choose(abstention.checked ? open : abstention);
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  e: () => cycleEvidence(current()),
  n: () => current().querySelector("textarea").focus(),
  a: () => abstain(current()),
  u: () => room.querySelector(".undo button")?.click(),
  "?": () => sheet.showModal(),
};

function isOn() {
  return localStorage.getItem(setting) !== "off";
}

function reflect() {
  box.checked = isOn();
  room.classList.toggle("keyed", isOn());
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches(".ck textarea, .ck input")) {
    event.target.closest(".ck").focus();
    return;
  }
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  if (!plain || !isOn() || sheet.open || isTyping(event.target) || !cards().length) return;
  const digit = /^[1-9]$/.test(event.key);
  if (!digit && !KEYS[event.key]) return;
  event.preventDefault();
  if (digit) rate(current(), Number(event.key));
  else KEYS[event.key]();
});

cells.addEventListener("focusin", ({ target }) => {
  last = target.closest(".ck") ?? last;
});

box.addEventListener("change", () => {
  localStorage.setItem(setting, box.checked ? "on" : "off");
  reflect();
});

room.querySelector("[data-show-keys]").addEventListener("click", () => sheet.showModal());
reflect();
