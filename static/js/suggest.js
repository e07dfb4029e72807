// Offers names of municipalities as they are typed, in the browser's own list; the field works without it.
const WAIT_MS = 150;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-names`;
  input.after(list);
  input.setAttribute("list", list.id);
  let waiting = 0;
  let asked = "";

  const offer = async () => {
    const typed = input.value.trim();
    if (!typed || typed === asked) return;
    asked = typed;
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    if (!answer.ok || asked !== typed) return;
    const found = await answer.json();
    list.replaceChildren(...found.map(({ name, kana }) => {
      const option = document.createElement("option");
      option.value = name;
      option.label = `${name}（${kana}）`;
      return option;
    }));
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => offer().catch(() => list.replaceChildren()), WAIT_MS);
  });
}
