// A button beside each password that shows what was typed; without script nothing is missing.
(() => {
  const words = document.currentScript.dataset;
  for (const input of document.querySelectorAll("input[type=password]")) {
    const button = document.createElement("button");
    const name = document.querySelector(`label[for="${input.id}"]`);
    const say = (label) => {
      button.textContent = label;
      button.setAttribute("aria-label", `${name ? name.firstChild.textContent.trim() : words.what}：${label}`);
    };
    button.type = "button";
    button.className = "button show-password";
    button.dataset.kind = "text";
    button.dataset.size = "sm";
    button.addEventListener("click", () => {
      const hidden = input.type === "password";
      input.type = hidden ? "text" : "password";
      button.setAttribute("aria-pressed", String(hidden));
      say(hidden ? words.hide : words.show);
    });
    button.setAttribute("aria-pressed", "false");
    say(words.show);
    input.after(button);
    input.form.addEventListener("submit", () => { input.type = "password"; });
  }
})();
