// The clock for pitches: counts down for one person after the other; without it the running order can still be read.
const clock = document.querySelector("[data-pitch-clock]");
const order = [...document.querySelectorAll("[data-pitch]")];

if (clock && order.length) {
  const part = (name) => clock.querySelector(`[data-${name}]`);
  const seconds = Number(clock.dataset.pitchClock);
  let at = 0;
  let endsAt = 0;
  let left = seconds;
  let ticking = 0;

  const show = () => {
    part("left").textContent = String(Math.max(0, Math.ceil(left)));
    clock.dataset.state = left <= 0 ? "over" : left <= 10 ? "soon" : "fine";
    part("who").textContent = order[at].dataset.pitch;
    order.forEach((row, place) => place === at ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current")); // empty would mean no
    part("go").textContent = ticking ? part("go").dataset.stop : part("go").dataset.start;
    part("next").disabled = at === order.length - 1;
  };
  const stop = () => { clearInterval(ticking); ticking = 0; };
  const tick = () => {
    const before = left;
    left = (endsAt - performance.now()) / 1000; // by the clock, so that a slow tab loses no seconds
    if (before > 10 && left <= 10) part("said").textContent = part("said").dataset.ten;
    if (left <= 0) { part("said").textContent = part("said").dataset.over; stop(); }
    show();
  };
  const fresh = () => { stop(); left = seconds; part("said").textContent = ""; show(); };

  part("go").addEventListener("click", () => {
    if (ticking) { stop(); show(); return; }
    if (left <= 0) left = seconds;
    endsAt = performance.now() + left * 1000;
    ticking = setInterval(tick, 200);
    show();
  });
  part("next").addEventListener("click", () => { at += 1; fresh(); });
  part("again").addEventListener("click", fresh);
  clock.hidden = false;
  fresh();
}
