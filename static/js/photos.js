// Photos by drag or choice: sent one after another with a line for each; the form works without it.
const LARGEST = 12 * 1024 * 1024;
const LOOK_AGAIN_MS = 3000;
const TRIES = 40;

for (const form of document.querySelectorAll("form[data-photos]")) {
  const input = form.querySelector("input[type=file]");
  const lines = form.querySelector("[data-drop-lines]");
  form.querySelector("[data-drop-how]").hidden = false;
  form.querySelector(".actions").hidden = true;

  const say = (line, name, words, isTrouble = false) => {
    line.textContent = `${name}　${words}`;
    line.toggleAttribute("data-trouble", isTrouble);
  };

  const send = async (file, line) => {
    if (file.size > LARGEST) return say(line, file.name, form.dataset.tooLarge, true);
    const body = new FormData();
    body.set("csrf_token", form.querySelector("[name=csrf_token]").value);
    body.append(input.name, file);
    say(line, file.name, form.dataset.sending);
    try {
      const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = await answer.json();
      say(line, file.name, answer.ok ? form.dataset.sent : told.detail ?? form.dataset.failed, !answer.ok);
      return answer.ok;
    } catch {
      return say(line, file.name, form.dataset.failed, true);
    }
  };

  const sendAll = async (files) => {
    const waiting = [...files].map((file) => [file, lines.appendChild(document.createElement("li"))]);
    let sent = 0;
    for (const [file, line] of waiting) sent += (await send(file, line)) ? 1 : 0;
    input.value = "";
    if (sent) await refresh();
  };

  input.addEventListener("change", () => sendAll(input.files));
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.toggleAttribute("data-over", kind === "dragover");
      if (kind === "drop") sendAll(event.dataTransfer.files);
    });
  }
}

// The list of photos anew, with what was typed kept; again while the worker draws.
async function refresh(triesLeft = TRIES) {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("order")?.closest("section");
  const shown = document.getElementById("order").closest("section");
  if (!answer.ok || !fresh) return;
  const isBusy = shown.contains(document.activeElement);
  if (!isBusy) {
    for (const field of shown.querySelectorAll("input[type=text]")) {
      const same = fresh.querySelector(`[name="${field.name}"]`);
      if (same) same.value = field.value;
    }
    shown.replaceWith(fresh);
  }
  if (triesLeft && (isBusy || fresh.querySelector("[data-waiting]"))) setTimeout(() => refresh(triesLeft - 1), LOOK_AGAIN_MS);
}

if (document.querySelector("[data-waiting]")) setTimeout(refresh, LOOK_AGAIN_MS);
