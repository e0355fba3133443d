"use strict";
// Narrows the table and dims what is left out in the picture; without it the page still tells all.
(() => {
  const find = document.getElementById("find");
  const relation = document.getElementById("relation");
  const basis = document.getElementById("basis");
  const rows = [...document.querySelectorAll("#table tbody tr")];
  const lines = new Map();
  const nodes = new Map();
  for (const line of document.querySelectorAll("#picture .edge")) lines.set(line.dataset.id, line);
  for (const node of document.querySelectorAll("#picture .node")) nodes.set(node.dataset.iri, node);
  const fold = (text) =>
    text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));

  function narrow() {
    const words = fold(find.value).split(/\s+/).filter(Boolean);
    const seen = new Set();
    let count = 0;
    for (const row of rows) {
      const kept =
        words.every((word) => texts.get(row).includes(word)) &&
        (!relation.value || row.dataset.relation === relation.value) &&
        (!basis.value || row.dataset.basis === basis.value);
      row.hidden = !kept;
      count += kept;
      const line = lines.get(row.dataset.id);
      if (!line) continue;
      line.classList.toggle("dim", !kept);
      if (kept) seen.add(line.dataset.source).add(line.dataset.target);
    }
    for (const [iri, node] of nodes) node.classList.toggle("dim", !seen.has(iri) && count < rows.length);
    document.getElementById("count").textContent =
      count === rows.length ? `${count} lines` : `${count} of ${rows.length} lines`;
  }

  for (const field of [find, relation, basis]) field.addEventListener("input", narrow);
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  for (const row of rows) {
    const line = lines.get(row.dataset.id);
    if (!line) continue;
    row.addEventListener("mouseenter", () => line.classList.add("lit"));
    row.addEventListener("mouseleave", () => line.classList.remove("lit"));
  }
  document.documentElement.classList.add("scripted");
  narrow();
})();
