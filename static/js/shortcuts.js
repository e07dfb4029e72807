// Single keys for whoever works here all day. Loaded only while they are switched on; all works without them.
{
  const { sheet } = document.currentScript.dataset;
  const rows = [...document.querySelectorAll("main :is(.table tbody tr, .found__item)")].filter((row) => row.querySelector("a[href]"));
  const menus = '[role="menu"], [role="listbox"], [contenteditable]';
  let waitsForPlace = 0;

  const isTyping = (target) =>
    target.matches("textarea, select") || target.closest(menus) || (target.matches("input") && !["checkbox", "radio", "submit", "button"].includes(target.type));
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const linkOf = (row) => row.querySelector(".queue__title a, th a[href], a[href]");

  const step = (by) => {
    const next = rows[Math.min(Math.max(here() + by, 0), rows.length - 1)];
    if (next) linkOf(next).focus();
  };
  const select = () => {
    const box = rows[here()]?.querySelector("input[type=checkbox]");
    box?.click();
  };
  const decide = () => {
    const place = document.querySelector("#answer, #decide, [data-answer]") ?? document.querySelector("main form:not(.post-button)");
    place?.querySelector("input:not([type=hidden]), textarea, select, button, a[href]")?.focus();
  };
  const go = (key) => document.querySelector(`.side-nav [data-go="${CSS.escape(key)}"]`)?.click();

  const openSheet = async () => {
    let dialog = document.querySelector("#shortcut-dialog");
    if (!dialog) {
      const answer = await fetch(sheet);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const words = page.querySelector("#shortcut-sheet");
      if (!words) { location.assign(sheet); return; }
      dialog = document.createElement("dialog");
      dialog.id = "shortcut-dialog";
      dialog.className = "sheet-dialog";
      dialog.setAttribute("aria-labelledby", "shortcut-title");
      dialog.append(words);
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
      });
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
  };

  const ACTIONS = {
    "/": () => document.querySelector("[data-desk-search]")?.focus(),
    "?": openSheet,
    j: () => step(1),
    k: () => step(-1),
    o: () => { const row = rows[here()]; if (row) linkOf(row).click(); },
    x: select,
    a: decide,
    g: () => { waitsForPlace = Date.now(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    const leadsOn = Date.now() - waitsForPlace < 1500;
    waitsForPlace = 0;
    if (leadsOn && key) {
      event.preventDefault();
      go(key);
    } else if (Object.hasOwn(ACTIONS, key)) {
      event.preventDefault();
      ACTIONS[key]();
    }
  });
  document.querySelector("[data-open-sheet]")?.addEventListener("click", (event) => {
    event.preventDefault();
    openSheet();
  });
}
