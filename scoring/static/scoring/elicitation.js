// While one answers: the total of the points, and how many comparisons are made.
const form = document.querySelector(".asking");
const total = document.querySelector("[data-total]");
const answered = document.querySelector("[data-answered]");
const comma = document.documentElement.lang !== "en";
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3, useGrouping: false });

function read(text) {
  return Number(text.trim().replace(comma ? "," : "", comma ? "." : ""));
}

function show() {
  if (total) {
    const sum = [...form.querySelectorAll("input.num")].reduce((so, input) => so + read(input.value), 0);
    total.textContent = Number.isFinite(sum) ? number.format(sum) : "—";
    total.parentElement.hidden = false;
  }
  if (answered) {
    const made = [...form.querySelectorAll("select")].filter((select) => select.value).length;
    answered.textContent = made;
    form.querySelector("progress").value = made;
  }
}

if (form) {
  form.addEventListener("input", show);
  show();
}
