// Lets the clock of a shown certificate run, so that a picture of the screen can be told from the screen.
const form = new Intl.DateTimeFormat(document.documentElement.lang, {
  dateStyle: "long", timeStyle: "medium", timeZone: "Asia/Tokyo",
});
for (const clock of document.querySelectorAll("[data-clock]")) {
  setInterval(() => { clock.textContent = form.format(new Date()); }, 1000);
}
