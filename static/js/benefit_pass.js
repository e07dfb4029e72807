// Opens the page of a pass anew once the counter recorded the use, or its time is over.
const place = document.querySelector("[data-pass-state]");

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.passState, { headers: { Accept: "application/json" } });
    if (answer.ok && !(await answer.json()).is_open) location.reload();
  } catch { /* no network for a moment: the next look tells */ }
}

setInterval(look, 5000);
document.addEventListener("visibilitychange", look);
