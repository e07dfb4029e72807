// Asks for the state of a payment by itself, as pressing the button would: a few times a minute, then leaves it to the person.
const WAIT_MS = 3000, MOST = 4, kept = `look-again ${location.pathname}`;
const form = document.querySelector("main form[method=post]");
const tried = Number(sessionStorage.getItem(kept) || 0);
if (form && tried < MOST) {
  setTimeout(() => { sessionStorage.setItem(kept, String(tried + 1)); form.requestSubmit(); }, WAIT_MS);
}
