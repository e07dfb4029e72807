// How many rows of a work queue are selected, and all of them at once; all works without it.
const table = document.querySelector(".table--queue");
if (table) {
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
  tell();
}
