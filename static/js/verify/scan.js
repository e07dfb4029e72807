// Reads a QR code with the camera, where the browser itself can; only codes of this very service are followed.
const view = document.querySelector("[data-verify]");
const camera = view.querySelector("video");
const button = view.querySelector("[data-scan]");

async function scan() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const reader = new BarcodeDetector({ formats: ["qr_code"] });
  camera.srcObject = stream;
  camera.hidden = false;
  button.hidden = true;
  await camera.play();
  const look = async () => {
    const [code] = await reader.detect(camera).catch(() => []);
    if (!code) {
      requestAnimationFrame(look);
      return;
    }
    for (const track of stream.getTracks()) track.stop();
    camera.hidden = true;
    button.hidden = false;
    const [own, digits] = code.rawValue.split("#");
    location.hash = own === view.dataset.prefix && digits ? digits : "0";
  };
  look();
}

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => scan().catch(() => { button.hidden = true; }));
}
