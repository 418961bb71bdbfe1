// The sliders: htmx asks the server while one moves. Here the link is copied, and other weights stay
// when another form of the page is sent.
const panel = document.getElementById("what-if");
panel.classList.add("live");

const copy = document.getElementById("copy-link");
copy.hidden = !navigator.clipboard; // not over plain http: the address bar has the link
copy.addEventListener("click", async () => {
  const label = copy.textContent;
  await navigator.clipboard.writeText(location.href);
  copy.textContent = copy.dataset.copied;
  setTimeout(() => { copy.textContent = label; }, 2000);
});

document.querySelector(".compare").addEventListener("submit", ({ target }) => {
  if (target.id === "sliders") return;
  target.querySelectorAll('input[name^="w."]').forEach((input) => input.remove());
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (!name.startsWith("w.")) continue;
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    target.append(input);
  }
});
