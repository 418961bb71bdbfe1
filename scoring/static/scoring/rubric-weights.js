// The weights of a draft: the total and every share follow what is typed. The server checks them again.
const form = document.getElementById("weights");
const total = document.getElementById("total");
const difference = document.getElementById("difference");
const language = document.documentElement.lang;
const comma = language === "en" ? "" : ",";
const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false });
const percent = new Intl.NumberFormat(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });

// What a box holds; an empty or wrong one counts as nothing until it is right.
function weightIn(row) {
  const weight = Number(row.querySelector("input").value.trim().replace(comma, comma && "."));
  return weight > 0 && Number.isFinite(weight) ? weight : 0;
}

// Shows each row's share of them all, and gives their sum.
function share(rows) {
  const weights = rows.map(weightIn);
  const sum = weights.reduce((a, b) => a + b, 0);
  rows.forEach((row, i) => { row.querySelector(".share").textContent = percent.format(sum ? weights[i] / sum : 0); });
  return sum;
}

function showTotals() {
  const sum = Math.round(share([...form.querySelectorAll(".weight.head")]) * 1000) / 1000;
  const missing = Math.round((100 - sum) * 1000) / 1000;
  const text = missing > 0 ? total.dataset.textMissing : total.dataset.textExcess;
  total.textContent = plain.format(sum);
  difference.textContent = text.replace("{n}", plain.format(Math.abs(missing)));
  difference.hidden = Math.abs(missing) <= 0.001;
}

form.addEventListener("input", (event) => {
  const competency = event.target.closest(".weighed");
  if (competency) share([...competency.querySelectorAll(".weight:not(.head)")]);
  showTotals();
});

form.querySelectorAll(".weighed").forEach((one) => share([...one.querySelectorAll(".weight:not(.head)")]));
showTotals();
