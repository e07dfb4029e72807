// Counts down to the end of a last day in Japan; the server has written the words, this keeps them fresh.
for (const shown of document.querySelectorAll("[data-countdown]")) {
  const ends = new Date(shown.dataset.countdown);
  const tell = () => {
    const minutes = Math.floor((ends - Date.now()) / 60000);
    const hours = Math.floor(minutes / 60);
    if (minutes < 0) { shown.textContent = shown.dataset.over; return; }
    const [words, number] = hours >= 48 ? [shown.dataset.days, Math.floor(hours / 24)]
      : hours ? [shown.dataset.hours, hours] : [shown.dataset.minutes, minutes];
    shown.textContent = words.replace("{n}", number);
  };
  tell();
  setInterval(tell, 30000);
}
