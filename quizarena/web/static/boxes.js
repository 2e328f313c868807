// Boxes that act as keyboards: a digit is the press of that desk's box, stamped by this machine's clock.
const body = document.body, node = name => document.getElementById(name);
const SILENCE = 5000, RETRY = 700, NO_SEAT = 4001, ANOTHER = 4002;
let socket = null, heard = 0, retry = 0;

function connect() {
  clearTimeout(retry);
  const line = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/desk/boxes/line`);
  socket = line;
  heard = performance.now();
  line.onmessage = event => { if (socket === line) hear(JSON.parse(event.data)); };
  line.onclose = event => {
    if (socket !== line) return;
    down();
    if (event.code === NO_SEAT) location.reload();
    else if (event.code === ANOTHER) node("foot").textContent = body.dataset.other;
    else retry = setTimeout(connect, RETRY);
  };
}
function send(message) { if (socket && socket.readyState === 1) socket.send(JSON.stringify(message)); }
function hear(message) {
  heard = performance.now();
  body.dataset.state = "wait";
  if (!("ping" in message)) return;
  send({ pong: message.ping, at: performance.now() });
  node("net").textContent = body.dataset.live.replace("{ms}", message.trip);
}
function down() {
  socket = null;
  body.dataset.state = "off";
  node("net").textContent = body.dataset.down;
}
addEventListener("keydown", event => {
  const at = performance.now();
  if (event.repeat || !/^[0-9]$/.test(event.key)) return;
  event.preventDefault();
  const desk = Number(event.key) || 10;
  node("big").textContent = String(desk);
  send({ press: desk, at });
});
setInterval(() => {
  if (!socket || performance.now() - heard < SILENCE) return;
  const old = socket;
  down();
  old.close();
  connect();
}, 500);
down();
connect();
