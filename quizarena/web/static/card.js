// Names the device, so that the same one gets its seat again when a reply was lost on the way.
let device = localStorage.getItem("quizarena-device");
if (!device) {
  device = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
  localStorage.setItem("quizarena-device", device);
}
document.querySelector("input[name=device]").value = device;
