// The board's sound: browsers are mute until somebody clicks or presses a key. Then bells ring as clocks reach them,
// each once and none of the past. Without a click the board is silent and shows everything all the same.
import { now } from "./follow.js";

const LATE = 3000, APART = 0.55, PITCH = 1318;
const button = document.getElementById("sound");
const Kind = window.AudioContext || window.webkitAudioContext;
let audio = null;

export const isOn = () => Boolean(audio) && audio.state === "running";
function open(event) {
  if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;  // F11, Esc and a clicker keep their meaning
  if (Kind && !audio) { audio = new Kind(); audio.onstatechange = told; }
  if (audio) audio.resume();
  fill();
  told();
}
function told() {
  button.hidden = isOn() || !Kind;
  dispatchEvent(new Event("sounded"));
}
function fill() {
  const whole = document.documentElement, ask = whole.requestFullscreen || whole.webkitRequestFullscreen;
  if (!ask || document.fullscreenElement || document.webkitFullscreenElement) return;
  const done = ask.call(whole);
  if (done) done.catch(() => {});
}
function strike(at) {
  const tone = audio.createOscillator(), loud = audio.createGain();
  tone.frequency.value = PITCH;
  loud.gain.setValueAtTime(0.0001, at);
  loud.gain.exponentialRampToValueAtTime(0.6, at + 0.01);
  loud.gain.exponentialRampToValueAtTime(0.0001, at + 1.5);
  tone.connect(loud);
  loud.connect(audio.destination);
  tone.start(at);
  tone.stop(at + 1.6);
}

// The strokes of the bells that a clock names by the seconds left, below 0 by those over: what fell due since the last look, if that was just now.
let looked = null;
const left = (clock, at) => {
  const gone = Number(clock.used) + Math.max(0, Math.floor(at - clock.since));
  return -Math.floor((gone - clock.limit) / 1000);
};
function strokes(clock, before, at) {
  const was = left(clock, before), is = left(clock, at);
  const due = clock.bells.trim().split(" ").map(bell => bell.split(":").map(Number));
  return Math.max(0, ...due.map(([second, count]) => was > second && second >= is ? count : 0));
}
function look() {
  const at = now(), before = looked;
  if (before === null || at - before > 0 || before - at > LATE) looked = at;  // the server's clock is guessed anew at times
  if (before === null || at <= before || at - before > LATE || document.hidden || !isOn()) return;
  let most = 0;
  for (const node of document.querySelectorAll("[data-bells]")) most = Math.max(most, strokes(node.dataset, before, at));
  for (let nth = 0; nth < most; nth += 1) strike(audio.currentTime + nth * APART);
}
addEventListener("settled", () => { looked = looked === null ? now() : looked; });
addEventListener("ticked", () => { if (looked !== null) look(); });
addEventListener("click", open);
addEventListener("keydown", open);
button.hidden = !Kind;
