// A ready-made sentence goes into the field as soon as it is chosen; without this the button beside it does the same.
for (const select of document.querySelectorAll("select[data-fills]")) {
  const field = document.getElementById(select.dataset.fills);
  const press = select.closest(".ready")?.querySelector("button");
  if (!field) continue;
  if (press) press.hidden = true;
  select.addEventListener("change", () => {
    const words = select.selectedOptions[0]?.dataset.words;
    if (!words) return;
    field.value = [field.value.trim(), words].filter(Boolean).join("\n");
    const blank = field.value.search(/〇〇|〇月〇日|〇枚/);
    field.focus();
    if (blank >= 0) field.setSelectionRange(blank, blank + 2);
  });
}
