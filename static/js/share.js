// Passes an address on by the phone's own means, or copies it; without either the button stays away.
for (const button of document.querySelectorAll("[data-share]")) {
  const words = button.textContent;
  if (!navigator.share && !navigator.clipboard) { continue; }
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) { await navigator.share({ title: button.dataset.title, url: button.dataset.share }); return; }
      await navigator.clipboard.writeText(button.dataset.share);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = words; }, 3000);
    } catch { document.querySelector("#share-address").select(); }
  });
}
