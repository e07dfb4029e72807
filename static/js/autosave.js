// Saves a step of a wizard whenever an answer changes; without it the form works all the same.
const DELAY_MS = 600;

for (const state of document.querySelectorAll("[data-save-state]")) {
  const form = state.closest("form");
  let waiting = 0;
  let last = Promise.resolve();

  const save = async () => {
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1", Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      state.textContent = (await answer.json()).message;
      delete state.dataset.trouble;
    } catch {
      state.textContent = state.dataset.failed;
      state.dataset.trouble = "";
    }
  };

  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { last = last.then(save); }, DELAY_MS);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
