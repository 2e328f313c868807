// Sounds and films on the board: started, stopped and set back at the desk, each where the server's clock says it is,
// so that a page loaded in the middle is there too. Until somebody clicked, films are shown without their sound.
import { now } from "./follow.js";
import { isOn } from "./sound.js";

const DRIFT = 0.3, AGAIN = 5000, BARS = 48, LONGEST = 180;
const SVG = "http://www.w3.org/2000/svg";
const players = () => document.querySelectorAll("[data-media]");
const read = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function played(player) {
  const node = document.getElementById("playing");
  if (!node || node.dataset.file !== player.dataset.media) return null;
  const since = node.dataset.since;
  return { runs: Boolean(since), at: (Number(node.dataset.used) + (since ? Math.max(0, now() - since) : 0)) / 1000 };
}
function attend(player) {
  const clock = played(player), whole = isFinite(player.duration) ? player.duration : 0;
  const at = clock ? clock.at : 0, isOver = Boolean(whole) && at >= whole, runs = Boolean(clock) && clock.runs && !isOver;
  player.closest("figure").dataset.state = !clock ? "waiting" : isOver ? "over" : runs ? "playing" : "stopped";
  player.muted = !isOn();
  const away = Math.abs(player.currentTime - at);
  if (whole && !isOver && !player.seeking && away > (runs ? DRIFT : 0.01)) player.currentTime = at;
  if (runs && player.paused) { const begun = player.play(); if (begun) begun.catch(() => {}); }
  if (!runs && !player.paused) player.pause();
  if (whole) tell(player, Math.min(at, whole), whole);
}
function tell(player, at, whole) {
  const frame = player.closest("figure");
  frame.querySelector(".at").textContent = `${read(at)} / ${read(whole)}`;
  for (const bar of frame.querySelectorAll(".far i")) bar.style.width = `${100 * at / whole}%`;
  frame.querySelectorAll(".wave rect").forEach((bar, nth, all) => bar.classList.toggle("past", nth < all.length * at / whole));
}
function attendAll() { for (const player of players()) attend(player); }

// How loud a sound is along its way, as bars; where a browser cannot say, the sign of a loudspeaker stays.
async function outline(player) {
  const Kind = window.OfflineAudioContext || window.webkitOfflineAudioContext, wave = player.closest("figure").querySelector(".wave");
  if (!Kind || !wave || wave.childElementCount || !(player.duration <= LONGEST)) return;
  const answer = await fetch(player.currentSrc);
  const bytes = await answer.arrayBuffer();
  const sound = await new Promise((done, failed) => { new Kind(1, 1, 44100).decodeAudioData(bytes, done, failed); });
  const values = sound.getChannelData(0), step = Math.max(1, Math.floor(values.length / BARS)), loud = [];
  for (let nth = 0; nth < BARS; nth += 1) {
    let sum = 0;
    for (let place = nth * step; place < Math.min(values.length, (nth + 1) * step); place += 8) sum = Math.max(sum, Math.abs(values[place]));
    loud.push(sum);
  }
  const most = Math.max(0.01, ...loud);
  loud.forEach((each, nth) => {
    const bar = document.createElementNS(SVG, "rect"), high = 6 + 90 * each / most;
    for (const [name, value] of [["x", nth * 10 + 2], ["y", 50 - high / 2], ["width", 6], ["height", high], ["rx", 3]]) bar.setAttribute(name, value);
    wave.appendChild(bar);
  });
  wave.closest("figure").classList.add("outlined");
  attend(player);
}

// Events of players do not bubble: they are caught on their way down.
function caught(name, deed) {
  document.addEventListener(name, ({ target }) => { if (target.dataset && target.dataset.media) deed(target); }, true);
}
function ready(player) {
  player.closest("figure").classList.remove("gone");
  attend(player);
  outline(player).catch(() => {});
}
function lost(player) {
  player.closest("figure").classList.add("gone");
  setTimeout(() => { if (player.isConnected) player.load(); }, AGAIN);
}
caught("loadedmetadata", ready);
caught("error", lost);
caught("timeupdate", attend);
caught("ended", attend);
caught("seeked", attend);
for (const event of ["arranged", "ticked", "settled", "sounded"]) addEventListener(event, attendAll);
for (const player of players()) { if (player.error) lost(player); else if (player.readyState) ready(player); }
attendAll();
