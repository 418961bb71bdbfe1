// What each check weighs in the whole as it stands on the page: depth, weights and what is left out.
const scope = document.getElementById("scope");
const setup = scope.closest("form");
const isComma = document.documentElement.lang !== "en";
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });

function weightOf(group) {
  const typed = setup.elements[`weight_${group.dataset.number}`].value.trim();
  return Number(typed.replace(isComma ? "," : "", isComma ? "." : "")) || 0;
}

function show() {
  const tier = Number(setup.elements.tier.value);
  const groups = [...scope.querySelectorAll("details")].map((group) => {
    const rows = [...group.querySelectorAll("li")];
    const inTier = rows.filter((row) => Number(row.dataset.tier) <= tier);
    rows.forEach((row) => row.classList.toggle("deeper", !inTier.includes(row)));
    const kept = inTier.filter((row) => !row.querySelector("input[type=checkbox]").checked);
    const sum = kept.reduce((total, row) => total + Number(row.dataset.weight), 0);
    return { group, rows, inTier, kept, sum, weight: kept.length ? weightOf(group) : 0 };
  });
  const whole = groups.reduce((total, one) => total + one.weight, 0);
  for (const { group, rows, inTier, kept, sum, weight } of groups) {
    const share = whole ? weight / whole : 0;
    group.querySelector("[data-kept]").textContent = `${kept.length}/${inTier.length} · ${percent.format(share)}`;
    for (const row of rows) {
      const part = kept.includes(row) && sum ? share * Number(row.dataset.weight) / sum : 0;
      row.querySelector("[data-share]").textContent = part ? ` · ${percent.format(part)}` : "";
    }
  }
}

setup.addEventListener("input", show);
setup.addEventListener("change", show);
show();
