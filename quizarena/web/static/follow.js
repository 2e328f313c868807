// Follows a page of a contest: swaps what changed, runs its clocks, comes back by itself.
const page = document.body.dataset.page;
const language = document.documentElement.lang;
const policy = window.trustedTypes ? trustedTypes.createPolicy("quizarena", { createHTML: text => text }) : null;
const html = text => (policy ? policy.createHTML(text) : text);
const SILENCE = 25000, RETRY = 1000, TRIES = 3, ASK = 2000, AGAIN = 30000;
let digest = document.body.dataset.digest, heard = performance.now(), source = null;

// Where gaps part what stands in a grid but not what stands in a row, margins do it: see .no-gap in the styles.
const row = document.createElement("div");
row.style.cssText = "display:flex;flex-direction:column;row-gap:1px;position:absolute";
row.append(document.createElement("i"), document.createElement("i"));
document.body.append(row);
document.documentElement.classList.toggle("no-gap", row.scrollHeight !== 1);
row.remove();

function arrange({ layout, theme, look, regions, blocks }) {
  document.body.dataset.layout = layout;
  dress(theme, look);
  for (const [name, region] of Object.entries(regions)) {
    const parent = document.getElementById(`region-${name}`);
    if (!parent) continue;
    parent.className = region.layout;
    region.keys.forEach((key, at) => {
      let node = document.getElementById(key);
      if (!node) { node = document.createElement("section"); node.id = key; }
      if (key in blocks && node.drawn !== blocks[key]) { node.innerHTML = html(blocks[key]); node.drawn = blocks[key]; }
      if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] || null);
    });
    while (parent.children.length > region.keys.length) parent.lastElementChild.remove();
  }
  if (published) bare();
  name();
  dispatchEvent(new Event("arranged"));
  tick();
}
// Rules may be amended, and the look with them; a board that was started in a theme of its own keeps it.
function dress(theme, look) {
  const { body } = document, worn = body.dataset.theme, known = document.getElementById("look");
  if (worn && theme && theme !== worn) { body.classList.replace(worn, theme); body.dataset.theme = theme; }
  const address = `${published ? "" : "/"}look.css?${look}`;
  if (known ? known.getAttribute("href") === address : !look) return;
  const link = known || document.createElement("link");
  link.id = "look";
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}
// A page that lies as a file on some web server has no other behind it: no way leads on, and no picture lies beside it.
const published = "published" in document.body.dataset;
function bare() {
  for (const way of document.querySelectorAll("main a")) way.removeAttribute("href");
  for (const image of document.querySelectorAll("figure.picture, .poll")) image.remove();
}

// A picture that cannot be loaded says so in its frame, and is asked for again: the file may be put back.
const PATIENCE = 5000;
function lost(image, isLost) {
  const frame = image.closest("figure");
  if (frame) frame.classList.toggle("gone", isLost);
  if (frame && isLost) setTimeout(() => { if (image.isConnected) image.src = image.getAttribute("src"); }, PATIENCE);
}
for (const [event, isLost] of [["error", true], ["load", false]]) {
  document.addEventListener(event, ({ target }) => { if (target.tagName === "IMG") lost(target, isLost); }, true);
}
for (const image of document.images) if (image.complete && !image.naturalWidth) lost(image, true);
function name() {
  for (const node of document.querySelectorAll("[data-moves]")) node.style.viewTransitionName = node.dataset.moves;
}

let moving = null;
function show(news) {
  heard = performance.now();
  if (news.digest === digest) return;
  if (news.from !== undefined && news.from !== digest) { open(true); return; }
  digest = news.digest;
  document.body.dataset.digest = digest;
  if (moving) moving.skipTransition();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden || !document.startViewTransition;
  if (still) { arrange(news); return; }
  const begun = document.startViewTransition(() => arrange(news));
  moving = begun;
  begun.ready.catch(() => {});
  begun.finished.then(() => { if (moving === begun) moving = null; }, () => {});
}

// The server's clock: of the last eight round trips the shortest tells the offset, half of it is the error.
let offset = 0, samples = [];
const origin = Date.now() - performance.now();  // Safari had no performance.timeOrigin before 15
const here = () => origin + performance.now();
export const now = () => here() + offset;
async function sample() {
  const begun = performance.now();
  const answer = await fetch("/now", { cache: "no-store" });
  const server = await answer.json();
  const trip = performance.now() - begun;
  samples = [...samples.slice(-7), { trip, offset: server - (origin + begun + trip / 2) }];
  offset = samples.reduce((a, b) => (a.trip <= b.trip ? a : b)).offset;
}
async function settle(anew) {
  if (published) return;  // its web server does not tell the time
  if (anew) samples = [];
  for (let times = 0; times < 8; times += 1) { try { await sample(); } catch (error) { break; } }
  tick();
  dispatchEvent(new Event("settled"));
}

// Clocks: whole seconds left, rounded up, as the desk shows them.
let timer;
const used = (node, at) => Number(node.dataset.used) + (node.dataset.since ? Math.max(0, Math.floor(at - node.dataset.since)) : 0);
const shown = left => (left >= 60 || left >= 0 && document.body.dataset.page !== "board" ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : String(left));
function tick() {
  clearTimeout(timer);
  const at = now();
  let wait = 60000;
  for (const node of document.querySelectorAll("[data-limit]")) {
    const gone = used(node, at), left = Math.max(0, -Math.floor((gone - node.dataset.limit) / 1000));
    paint(node, left, Math.max(0, 1 - gone / node.dataset.limit), Boolean(node.dataset.since));
    if (node.dataset.since) wait = Math.min(wait, (((node.dataset.limit - gone - 1) % 1000) + 1000) % 1000 + 1);
  }
  for (const node of document.querySelectorAll("[data-until]")) {
    const left = node.dataset.until - at;
    node.hidden = left <= 0;
    if (left > 0) wait = Math.min(wait, left);
  }
  timer = setTimeout(tick, wait);
  dispatchEvent(new Event("ticked"));
}
function paint(node, left, share, runs) {
  const text = shown(left);
  node.classList.toggle("last", runs && left <= 5);
  node.classList.toggle("over", left === 0);
  for (const digits of node.querySelectorAll(".digits")) {
    if (digits.dataset.text === text) continue;
    digits.dataset.text = text;
    digits.textContent = "";
    for (const char of text) {
      const cell = document.createElement("i");
      cell.textContent = char;
      if (char === ":") cell.className = "c";
      digits.appendChild(cell);
    }
  }
  for (const ring of node.querySelectorAll("circle.v")) ring.style.strokeDasharray = `${282.7 * share} 282.7`;
  for (const bar of node.querySelectorAll(".bar i")) bar.style.width = `${100 * share}%`;
}

// The line: a stream while the page is seen; without news for long, or hidden for a while, it is opened anew.
let seen = new Date();
function line(state) {
  document.body.dataset.line = state;
  const stale = document.getElementById("stale");
  if (!stale) return;
  if (state === "up") seen = new Date();
  stale.textContent = stale.dataset.text.replace("{time}", seen.toTimeString().slice(0, 5));
  stale.hidden = state === "up";
}
function close() { if (source) source.close(); source = null; }
function open(anew) {
  close();
  if (document.hidden) return;
  if (published) { asking = asking || setInterval(ask, ASK); ask(); return; }
  const known = anew ? "" : digest;
  source = new EventSource(`/events?page=${page}&lang=${language}&known=${known}`);
  source.addEventListener("scene", event => { const news = JSON.parse(event.data); delete news.from; hear(); show(news); });
  source.addEventListener("patch", event => { hear(); show(JSON.parse(event.data)); });
  source.addEventListener("beat", event => { hear(); trouble(JSON.parse(event.data)); });
  source.addEventListener("gone", leave);
  source.onopen = () => settle(true);
  source.onerror = () => {
    if (asking) { close(); return; }
    line("down");
    failed();
    if (!asking && source && source.readyState === 2) refused();
  };
}
// Refused, not cut off: a page whose seat another phone has taken is loaded anew and says so; any other tries again.
async function refused() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (answer.status === 401) { leave(); return; }
  } catch (error) { /* no network */ }
  setTimeout(() => open(false), RETRY);
}
function leave() { close(); location.reload(); }
function hear() {
  heard = performance.now();
  failures = 0;
  clearInterval(asking);
  asking = null;
  line("up");
}

// A line that fails again and again, or that something on the way holds back: the page asks, and tries the line rarely.
// The audience's page takes scenes, which caches keep; any other takes itself.
const { head, scenes } = document.body.dataset;
let failures = 0, asking = null, scene = "", answered = true, tried = 0;
function failed() {
  failures += 1;
  if (failures < TRIES || asking) return;
  close();
  tried = performance.now();
  asking = setInterval(ask, ASK);
  ask();
}
async function ask() {
  if (document.hidden) return;
  try {
    const news = await (head ? latest() : itself());
    if (!asking) return;
    if (news) show(news);
    line("up");
    if (!published && (!answered || performance.now() - tried > AGAIN)) { tried = performance.now(); open(false); }
    answered = true;
  } catch (error) { answered = false; line("down"); }
}
async function got(address, how) {
  const answer = await fetch(address, how);
  if (answer.status === 401) leave();
  if (!answer.ok) throw new Error(answer.statusText);
  return answer;
}
async function latest() {
  const known = await (await got(head, { cache: "no-cache" })).json();
  if (known.digest === scene) return null;
  const whole = await (await got(`${scenes}${known.digest}.json`)).json();
  scene = known.digest;
  return whole.page;
}
async function itself() {
  const text = await (await got(location.href, { cache: "no-store" })).text();
  const there = new DOMParser().parseFromString(html(text), "text/html");
  const regions = {}, blocks = {}, said = there.getElementById("trouble");
  for (const region of there.querySelectorAll("[id^=region-]")) {
    const parts = [...region.children];
    regions[region.id.slice(7)] = { layout: region.className, keys: parts.map(each => each.id) };
    for (const each of parts) blocks[each.id] = each.innerHTML;
  }
  if (said) trouble({ trouble: said.textContent });
  const { digest: drawn, layout, theme } = there.body.dataset, sheet = there.getElementById("look");
  return { digest: drawn, layout, theme, look: sheet ? sheet.getAttribute("href").split("?")[1] : "", regions, blocks };
}
function trouble(beat) {
  const node = document.getElementById("trouble");
  if (node) { node.textContent = beat.trouble; node.hidden = !beat.trouble; }
  if (beat.digest && beat.digest !== digest) open(true);
}
document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else open(false); });
addEventListener("pageshow", event => { if (event.persisted) open(false); });
addEventListener("online", () => open(false));
addEventListener("offline", () => line("down"));
let parted = Date.now() - performance.now();
setInterval(() => {
  const apart = Date.now() - performance.now();
  if (Math.abs(apart - parted) > 500) { parted = apart; settle(true); open(false); return; }
  if (document.hidden) return;
  if (!asking && performance.now() - heard > SILENCE) { line("down"); heard = performance.now(); failed(); if (!asking) open(false); }
}, 5000);
setInterval(() => { if (!document.hidden) settle(false); }, 30000);
name();
tick();
if (published) bare();
open(false);
