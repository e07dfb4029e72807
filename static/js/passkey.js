// Passkeys: ask the service for a question, the device for its answer, and send the answer as a plain form.
(() => {
  const can = window.PublicKeyCredential
    && PublicKeyCredential.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;

  const question = async (form) => {
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
    return answer.json();
  };

  const credential = async (kind, options) => (kind === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));

  const prepare = (form) => {
    const trouble = form.querySelector("[data-passkey-trouble]");
    form.querySelector("[data-passkey-offer]").hidden = false;
    form.querySelector("[data-passkey-missing]").hidden = true;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      trouble.hidden = true;
      try {
        const made = await credential(form.dataset.passkey, await question(form));
        form.elements.credential.value = JSON.stringify(made.toJSON());
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  };

  if (can) document.querySelectorAll("form[data-passkey]").forEach(prepare);
})();
