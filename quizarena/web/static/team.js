// A team's buzzer: a press goes out with this phone's own clock, which the server measures over the same line.
const language = document.documentElement.lang, body = document.body;
const node = name => document.getElementById(name);
const SILENCE = 5000, RETRY = 700, NO_SEAT = 4001, ANOTHER = 4002;
let socket = null, up = false, heard = 0, key = "", face = null, shownAt = 0, retry = 0;

function connect() {
  clearTimeout(retry);
  if (document.hidden || (socket && socket.readyState < 2)) return;
  const line = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/team/line?lang=${language}`);
  socket = line;
  line.onmessage = event => { if (socket === line) hear(JSON.parse(event.data)); };
  line.onclose = event => {
    if (socket !== line) return;
    socket = null;
    if (event.code === NO_SEAT) { location.reload(); return; }
    down(event.code === ANOTHER ? body.dataset.other : body.dataset.again);
    if (event.code !== ANOTHER) retry = setTimeout(connect, RETRY);
  };
  heard = performance.now();
}
function send(message) { if (socket && socket.readyState === 1) socket.send(JSON.stringify(message)); }
function hear(message) {
  heard = performance.now();
  if ("ping" in message) {
    send({ pong: message.ping, at: performance.now() });
    node("net").textContent = body.dataset.live.replace("{ms}", message.trip);
  }
  up = true;
  if (message.show) { number(message.podium); key = message.key; face = message.show; shownAt = performance.now(); paint(); } else if (body.dataset.state === "off") paint();
}
function down(words) {
  up = false;
  key = "";
  node("net").textContent = body.dataset.down;
  show({ state: "off", big: body.dataset.off, small: body.dataset.raise, foot: words });
}
function number(podium) {
  node("podium").textContent = podium || "";
  node("podium").hidden = !podium;
}
function paint() { if (face) show(face); }
function show({ state, big, small, foot }) {
  body.dataset.state = state;
  node("big").textContent = big;
  node("small").textContent = small;
  node("foot").textContent = foot.replace("{seconds}", seconds());
}
function seconds() {
  if (!face || face.left === null) return "";
  const gone = face.runs ? performance.now() - shownAt : 0;
  return String(Math.max(0, Math.ceil((face.left - gone) / 1000)));
}

// The press: stamped first, and only while the line is up; what was pressed without one is gone, and no later question's.
function press(event) {
  const at = performance.now();
  event.preventDefault();
  if (!up || !key || !socket || socket.readyState !== 1) return;
  send({ press: key, at });
  if (navigator.vibrate) navigator.vibrate(30);
}
node("buzz").addEventListener("pointerdown", press);
node("buzz").addEventListener("keydown", event => { if (!event.repeat && (event.key === " " || event.key === "Enter")) press(event); });
node("buzz").addEventListener("contextmenu", event => event.preventDefault());

setInterval(() => {
  if (face && face.runs && up) paint();
  if (socket && performance.now() - heard > SILENCE) { const old = socket; socket = null; old.close(); down(body.dataset.again); connect(); }
  else if (!socket && up) down(body.dataset.again);
}, 250);
addEventListener("offline", () => { if (socket) { const old = socket; socket = null; old.close(); } down(body.dataset.again); });
addEventListener("online", connect);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { connect(); stayAwake(); } });
addEventListener("pageshow", connect);

// Phones let a page keep the screen on only over HTTPS; elsewhere people are asked not to lock it.
async function stayAwake() {
  if (!("wakeLock" in navigator)) { node("awake").hidden = false; return; }
  try { await navigator.wakeLock.request("screen"); } catch (error) { node("awake").hidden = false; }
}
down(body.dataset.again);
connect();
stayAwake();
