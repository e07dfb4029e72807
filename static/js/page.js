// Small comforts on every page; all works without them.
for (const menu of document.querySelectorAll(".site-menu, .language")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

const wide = matchMedia("(min-width: 900px)");
for (const panel of document.querySelectorAll("[data-open-wide]")) {
  const follow = () => { panel.open = wide.matches; };
  wide.addEventListener("change", follow);
  follow();
}

const hereInMenu = document.querySelector(".side-nav[data-short] [aria-current]"); // on a phone few places stand in a row that scrolls
if (hereInMenu) {
  const row = hereInMenu.closest(".side-nav__places");
  const [at, frame] = [hereInMenu, row].map((part) => part.getBoundingClientRect());
  row.scrollLeft += at.left - frame.left - (frame.width - at.width) / 2;
}

document.querySelector(".error-summary")?.focus();
