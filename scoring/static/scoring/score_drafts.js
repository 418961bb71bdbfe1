// What is not saved yet, kept on this device under the person, the evaluation and the cell.
// Nobody who signs in after them sees it: each reads and sends only what is under their own number.
const room = document.querySelector(".room");
const person = `score:${room.dataset.person}:`;
const here = `${person}${room.dataset.evaluation}:`;

const keyOf = (card) => `${here}${card.dataset.candidate}:${card.dataset.check}`;

// The newest token: the page's own is out of date once one has signed in anew in another tab.
export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

export function keep(card, draft) {
  try {
    localStorage.setItem(keyOf(card), JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: what was typed is still in the page.
  }
}

export function kept(card) {
  return JSON.parse(localStorage.getItem(keyOf(card)));
}

export function drop(card) {
  localStorage.removeItem(keyOf(card));
}

export function all() {
  return Object.keys(localStorage).filter((key) => key.startsWith(person));
}

export function clear() {
  all().forEach((key) => localStorage.removeItem(key));
}

export function send(draft, more = {}) {
  const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
  return fetch(draft.url, { method: "POST", headers, body: new URLSearchParams(draft.body), ...more });
}

// Sends what other pages left behind. Answers with what stays: for the person to look at there, or,
// where `again`, because nobody answered.
export async function sendOthers() {
  const shown = new Set([...room.querySelectorAll(".ck")].map(keyOf));
  const left = [];
  for (const key of all().filter((key) => !shown.has(key))) {
    const draft = JSON.parse(localStorage.getItem(key));
    const answer = await send(draft).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      localStorage.removeItem(key);
    } else {
      left.push({ ...draft, again: !answer || answer.status >= 500 });
    }
  }
  return left;
}
