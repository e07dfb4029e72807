// Rows of a work queue by keyboard: inside the table J and K move, X selects; all works without them.
const table = document.querySelector(".table--queue");
if (table) {
  const links = [...table.querySelectorAll(".queue__title a")];
  const boxes = [...table.querySelectorAll(".queue__pick input")];
  const all = document.querySelector("[data-select-all]");
  const count = document.querySelector("[data-selected-count]");
  const words = count?.textContent;
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = `${words} ${chosen}`;
    if (all) all.checked = chosen === boxes.length;
  };
  table.addEventListener("change", tell);
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    if (event.key === "j" || event.key === "k") {
      const next = here + (event.key === "j" ? 1 : -1);
      links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
    } else if (event.key === "x" && here >= 0 && boxes[here]) {
      boxes[here].checked = !boxes[here].checked;
      tell();
    }
  });
  tell();
}
