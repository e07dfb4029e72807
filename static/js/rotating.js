// Keeps the code of an open check-in fresh, shows how long it lasts, and offers the whole screen.
const place = document.querySelector("[data-rotating]");
const part = (name) => place.querySelector(`[data-${name}]`);
let left = Number(place.dataset.left);

async function fetchCode() {
  try {
    const answer = await fetch(place.dataset.rotating, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = await answer.json();
    if (!now.is_open) { location.reload(); return; }
    part("svg").innerHTML = now.svg;
    part("code").textContent = now.code;
    part("came").textContent = now.came;
    left = now.left;
    part("offline").hidden = true;
  } catch {
    left = 5;
    part("offline").hidden = false;
  }
}

setInterval(() => {
  left -= 1;
  part("left").textContent = String(Math.max(left, 0));
  if (left <= 0) fetchCode();
}, 1000);
setInterval(fetchCode, 10000);
part("counting").hidden = false;
document.addEventListener("visibilitychange", () => { if (!document.hidden) fetchCode(); });

const whole = part("whole");
if (document.documentElement.requestFullscreen) {
  whole.hidden = false;
  whole.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => {});
