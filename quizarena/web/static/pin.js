// A judge's four digits: counted here, never shown; what they mean the server says.
const one = (node, what) => node.querySelector(what);
let root = null, typed = "", busy = false;

function paint() {
  const dots = one(root, ".dots");
  if (!dots) return;
  dots.querySelectorAll("i").forEach((dot, nth) => dot.classList.toggle("on", nth < typed.length));
  dots.setAttribute("aria-label", dots.dataset.some.replace("{count}", typed.length));
  one(root, ".nx").classList.toggle("off", typed.length < 4);
}
function say(words) {
  const said = one(root, ".said");
  said.textContent = words;
  said.hidden = !words;
}
async function send() {
  const digits = typed, here = root;
  typed = "";
  busy = true;
  paint();
  try {
    const answer = await fetch(`/sheet/pin?lang=${document.documentElement.lang}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ digits }) });
    const said = await answer.json();
    if (here === root) say(said.words || "");
  } catch (error) {
    if (here === root) say(one(document, "#stale").dataset.pin);
  }
  busy = false;
}
function press(key) {
  if (busy || !root || !one(root, ".pad")) return;
  if (key === "Backspace") typed = typed.slice(0, -1);
  else if (key === "Enter") { if (typed.length === 4) send(); else say(one(root, ".pad").dataset.few); }
  else if (/^[0-9]$/.test(key) && typed.length < 4) { typed += key; say(""); }
  paint();
}
function open() {
  const found = document.querySelector(".pin");
  if (found === root) return;
  root = found;
  typed = "";
  if (!root) return;
  root.addEventListener("click", event => {
    const node = event.target.closest("button[data-key]");
    if (node) press(node.dataset.key);
  });
  paint();
}
addEventListener("keydown", event => {
  if (event.repeat || event.isComposing || (event.key === "Enter" && event.target.matches("button"))) return;
  press(event.key);
});
addEventListener("arranged", open);
open();
