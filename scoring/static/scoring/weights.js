// A chosen profile fills the weights in; a typed weight means own weights; the total is always there.
const panel = document.getElementById("weights");
const inputs = [...panel.querySelectorAll(".weight input")];
const total = document.getElementById("weights-total");
const comma = document.documentElement.lang !== "en";
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3, useGrouping: false });

function showTotal() {
  const values = inputs.map((input) => Number(input.value.trim().replace(comma ? "," : "", comma ? "." : "")));
  const sum = values.reduce((a, b) => a + b, 0);
  total.textContent = Number.isFinite(sum) ? number.format(sum) : "—";
}

panel.addEventListener("change", (event) => {
  const weights = event.target.dataset.weights;
  if (!weights) return;
  weights.split(" ").forEach((weight, i) => { inputs[i].value = number.format(Number(weight)); });
  showTotal();
});

panel.addEventListener("input", (event) => {
  if (!inputs.includes(event.target)) return;
  panel.querySelector('input[type="radio"][value="own"]').checked = true;
  showTotal();
});

showTotal();
