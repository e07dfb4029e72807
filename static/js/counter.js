// On a counter: after some minutes without a touch the screen goes back to the start; it says so before, and one touch stays.
{
  const { home, seconds, words, stay } = document.currentScript.dataset;
  const WARNING_SECONDS = 30;
  const notice = document.createElement("p");
  notice.className = "counter-notice";
  notice.setAttribute("role", "alert");
  let last = Date.now();

  for (const field of document.querySelectorAll("input, textarea")) field.autocomplete = "off";
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => {
      last = Date.now();
      notice.remove();
    }, { passive: true });
  }
  setInterval(() => {
    const left = Number(seconds) - (Date.now() - last) / 1000;
    if (left <= 0) {
      for (const form of document.forms) form.reset();
      location.replace(home);
    } else if (left <= WARNING_SECONDS && !notice.isConnected) {
      notice.textContent = `${words} ${stay}`;
      document.body.append(notice);
    }
  }, 1000);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(home);
  });
}
