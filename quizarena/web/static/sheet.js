// A judge's sheet on a phone: figures are text until the server reads them; nothing here adds, rounds or decides.
const QUIET = 700, SAVE = 600, LONGEST = 12;
const language = document.documentElement.lang;
const one = (node, what) => node.querySelector(what);
const all = (node, what) => [...node.querySelectorAll(what)];
const sleep = ms => new Promise(go => setTimeout(go, ms));
const memory = name => { try { return JSON.parse(localStorage.getItem(name)) || {}; } catch (error) { return {}; } };
let sheet = null;

class Sheet {
  constructor(root) {
    Object.assign(this, { root, key: root.dataset.key, id: root.dataset.id, checking: false, asking: null, busy: false, fresh: true });
    this.stored = `quizarena:${this.id}`;
    const kept = memory(this.stored);
    this.values = kept.values || {};
    this.known = kept.known || {};  // as the server had them when it was heard last: what differs was typed here since
    this.accepted = kept.accepted || {};
    this.fields = all(root, "[data-path]");
    this.at = this.firstEmpty();
    this.checking = Boolean(kept.checking) && !this.left();
    root.addEventListener("click", event => this.click(event));
    for (const text of all(root, "textarea")) {
      text.value = this.values[text.dataset.path] || "";
      text.addEventListener("input", () => { this.set(text.dataset.path, text.value); this.paint(); });
      text.addEventListener("focus", () => { this.at = this.fields.indexOf(text); this.paint(); });
    }
    this.paint();
    this.fetchDraft();
    if (kept.handing !== undefined) this.handIn(kept.handing);
    else if (!this.fields.length) this.check();
  }
  async fetchDraft() {
    try {
      const answer = await (await fetch(`/sheet/draft?key=${encodeURIComponent(this.key)}`, { cache: "no-store" })).json();
      if (answer.id !== this.id || this.busy) return;
      this.learn(answer.values);
      if (!this.asking && !this.checking && this.fresh) this.at = this.firstEmpty();
      this.paint();
      if (Object.keys(this.values).length) this.send(this.fields[0].dataset.path, true);
    } catch (error) { /* the phone's own draft stands */ }
  }
  // Another window of this judge may have filled lines; what was typed here since stays, and goes with the next sending.
  learn(values) {
    for (const { dataset: { path } } of this.fields) {
      const theirs = values[path] || "", mine = this.values[path] || "";
      if (mine !== theirs && mine !== (this.known[path] || "")) continue;
      this.known[path] = theirs;
      if (mine !== theirs) this.values[path] = theirs;
    }
    for (const text of all(this.root, "textarea")) if (text !== document.activeElement) text.value = this.values[text.dataset.path] || "";
    this.keep();
  }
  field() { return this.fields[this.at] || null; }
  isSigned() { return Boolean(this.field() && "signed" in this.field().dataset && !this.checking); }
  path() { return this.field() ? this.field().dataset.path : ""; }
  firstEmpty() { const found = this.fields.findIndex(field => !this.full(field)); return found < 0 ? 0 : found; }
  full(field) {
    const value = this.values[field.dataset.path] || "";
    return field.dataset.control === "order" ? value.split(" ").filter(Boolean).length === Number(field.dataset.count) : Boolean(value);
  }
  left() { return this.fields.filter(field => !this.full(field)).length; }
  set(path, value) {
    this.values[path] = value;
    this.keep();
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.send(path, true), SAVE);
  }
  keep(handing) { localStorage.setItem(this.stored, JSON.stringify({ values: this.values, known: this.known, accepted: this.accepted, checking: this.checking, handing })); }
  body(more) { return JSON.stringify({ key: this.key, id: this.id, values: this.values, known: this.known, accepted: this.accepted, ...more }); }
  async post(address, more) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 8000);
    try {
      const answer = await fetch(`${address}?lang=${language}`, { method: "POST", headers: { "content-type": "application/json" }, body: this.body(more), signal: stop.signal });
      return await answer.json();
    } finally { clearTimeout(timer); }
  }

  // What was pressed
  click(event) {
    const node = event.target.closest("button");
    if (!node || this.busy) return;
    if (this.asking) { if (node.matches(".yes")) this.answer(true); else if (node.matches(".no")) this.answer(false); return; }
    if (node.matches(".back") && this.isSigned()) this.press("-");
    else if (node.dataset.key) this.press(node.dataset.key);
    else if (node.dataset.number && this.checking) this.handIn(Number(node.dataset.number));
    else if (node.matches(".change")) this.check(false);
    else if (node.dataset.value) this.choose(node.closest("[data-path]"), node.dataset.value);
    else if (node.dataset.path) { this.at = this.fields.indexOf(node); this.fresh = true; this.check(false); }
  }
  press(key) {
    if (this.busy || this.checking) return;
    if (this.asking) { if (key === "+") this.answer(true); else if (key === "-") this.answer(false); return; }
    if (key === "Enter") { this.next(); return; }
    if (key === "ArrowUp" || key === "ArrowDown") { this.move(key === "ArrowUp" ? -1 : 1); return; }
    const field = this.field();
    if (!field || field.dataset.control !== "number") return;
    const path = field.dataset.path, before = this.fresh && key !== "Backspace" ? "" : this.values[path] || "";
    if (key === "Backspace") this.set(path, before.slice(0, -1));
    else if (key === "-") { if (this.isSigned()) this.set(path, before.startsWith("-") ? before.slice(1) : `-${before}`); }
    else if (key === "." ? before && !before.includes(".") : /^[0-9]$/.test(key)) this.set(path, (before + key).slice(0, LONGEST));
    this.fresh = false;
    this.say("");
    this.paint();
  }
  move(by) { this.at = Math.min(this.fields.length - 1, Math.max(0, this.at + by)); this.fresh = true; this.say(""); this.paint(); }
  choose(field, value) {
    const path = field.dataset.path;
    this.at = this.fields.indexOf(field);
    if (field.dataset.control === "choice") this.set(path, value);
    else {
      const order = (this.values[path] || "").split(" ").filter(Boolean);
      const next = order.includes(value) ? order.filter(each => each !== value) : order.length < field.dataset.count ? [...order, value] : order;
      this.set(path, next.join(" "));
    }
    this.say("");
    if (field.dataset.control === "choice" && this.left()) { this.at = this.firstEmpty(); this.fresh = true; }
    this.paint();
    if (!this.left()) this.next();
  }
  async next() {
    const field = this.field(), path = this.path();
    if (field && !this.full(field)) { this.paint(); return; }
    const said = await this.send(path, false);
    if (said && said.state === "question") { this.ask(said); return; }
    if (said && said.words) { this.say(said.words); this.fresh = true; this.paint(); return; }
    this.fresh = true;
    if (this.left()) { this.at = this.firstEmpty(); this.paint(); } else this.check();
  }
  async send(path, quietly) {
    clearTimeout(this.saving);
    try {
      const said = await this.post("/sheet/mark", { path });
      if (said.sums) this.sums(said.sums);
      if (said.values && !this.busy) { this.learn(said.values); this.paint(); }
      if (["closed", "no_seat", "signed"].includes(said.state)) this.say(said.words);
      return quietly ? null : said;
    } catch (error) { return null; }
  }
  ask(said) {
    this.asking = { ...said, since: performance.now() };
    const box = one(this.root, ".ask");
    one(box, ".q").textContent = said.words;
    const yes = one(box, ".yes");
    yes.textContent = yes.dataset.text.replace("{value}", said.value);
    this.paint();
    box.focus();
  }
  answer(isYes) {
    if (performance.now() - this.asking.since < QUIET) return;
    const { path, value } = this.asking;
    this.asking = null;
    if (isYes) { this.accepted[path] = value; this.set(path, value); this.paint(); this.next(); return; }
    this.fresh = true;
    this.set(path, "");
    this.paint();
  }
  check(checking = true) { this.checking = checking; this.keep(); this.say(""); this.paint(); }

  // Handing in: the same ballot under the same id until its record is known; it counts once.
  async handIn(number) {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.saving);
    this.keep(number);
    const sending = one(this.root, ".sending");
    sending.hidden = false;
    sending.textContent = sending.dataset.sending;
    for (let wait = 500; ; wait = Math.min(8000, wait * 2)) {
      let said = null;
      try { said = await this.post("/sheet/hand-in", { number }); } catch (error) { said = null; }
      if (said && said.state !== "busy") { this.done(said, number); return; }
      sending.textContent = said && said.words ? `${sending.dataset.waiting} ${said.words}` : sending.dataset.waiting;
      await Promise.race([sleep(wait), new Promise(go => addEventListener("online", go, { once: true }))]);
    }
  }
  done(said, number) {
    this.busy = false;
    one(this.root, ".sending").hidden = true;
    if (said.state === "in") { localStorage.removeItem(this.stored); this.root.dataset.state = "in"; return; }
    if (said.path) { this.at = this.fields.findIndex(field => field.dataset.path === said.path); this.checking = false; }
    this.keep(["no_seat", "pin"].includes(said.state) ? number : undefined);  // sent again once the seat is ours again
    if (said.state === "question") this.ask(said);
    else this.say(said.words || "");
    this.paint();
  }

  // What is seen
  say(words) { const node = one(this.root, ".said"); node.textContent = words; node.hidden = !words; }
  sums(found) { all(this.root, ".sum").forEach((node, nth) => { one(node, "b").textContent = found[nth] || "–"; }); }
  paint() {
    const asks = Boolean(this.asking), field = this.field();
    this.fields.forEach((each, nth) => this.paintField(each, nth === this.at && !this.checking));
    this.bring(this.checking ? null : field);
    one(this.root, ".ask").hidden = !asks;
    one(this.root, ".crit").hidden = asks;
    const pad = one(this.root, ".pad"), handing = one(this.root, ".handing");
    pad.hidden = this.checking || !this.fields.length || (field && field.dataset.control === "text");
    pad.classList.toggle("resting", asks);
    pad.classList.toggle("picking", Boolean(field && field.dataset.control !== "number"));
    pad.inert = asks;
    handing.hidden = !this.checking;
    const back = one(pad, ".back");
    back.textContent = this.isSigned() ? "+/−" : back.dataset.back;
    back.setAttribute("aria-label", this.isSigned() ? back.dataset.sign : back.dataset.back);
    const on = one(this.root, ".btn.on");
    on.hidden = this.checking || !field || field.dataset.control !== "text";
    on.textContent = one(pad, ".nx").textContent = this.left() > (field && !this.full(field) ? 1 : 0) ? pad.dataset.next : pad.dataset.check;
    const left = one(this.root, ".left"), count = this.left() + (asks ? 1 : 0);
    left.textContent = count ? left.dataset.some.replace("{count}", count) : left.dataset.none;
    one(this.root, ".change").hidden = !this.fields.length;
  }
  bring(field) {  // a long sheet reaches under the pad
    if (field && field !== this.seen) field.scrollIntoView({ block: "center" });
    this.seen = field;
  }
  paintField(field, isNow) {
    const value = this.values[field.dataset.path] || "";
    field.classList.toggle("on", isNow);
    if (isNow) field.setAttribute("aria-current", "true"); else field.removeAttribute("aria-current");
    if (field.dataset.control === "number") one(field, ".v").textContent = value;
    for (const hint of all(this.root, ".hint")) if (hint.dataset.hint === field.dataset.path) hint.hidden = !isNow;
    for (const pick of all(field, ".pick")) {
      const order = value.split(" "), place = order.indexOf(pick.dataset.value);
      pick.classList.toggle("on", place >= 0);
      pick.setAttribute("aria-pressed", String(place >= 0));
      one(pick, ".chosen").textContent = place < 0 ? "" : field.dataset.control === "order" ? place + 1 : "✓";
    }
  }
}

function open() {
  const root = document.querySelector(".ballot");
  if (!root) { sheet = null; return; }
  if (!sheet || sheet.root !== root) sheet = new Sheet(root);
  for (const other of all(document, ".ballot")) other.hidden = other !== root;
}
const folded = key => ({ "。": ".", "．": ".", ",": ".", "，": ".", "=": "+" }[key] || key);
addEventListener("keydown", event => {
  if (!sheet || event.repeat || event.isComposing || event.target.matches("textarea")) return;
  if (event.key === "Enter" && event.target.matches("button")) return;
  sheet.press(folded(event.key));
});
async function turnTo(node) {
  try {
    await fetch(`/sheet/aside?lang=${language}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ number: Number(node.dataset.aside) }) });
  } catch (error) { /* no network, as the header says; it can be pressed again */ }
}
document.addEventListener("click", event => { const node = event.target.closest("[data-aside]"); if (node) turnTo(node); });
addEventListener("arranged", open);
document.addEventListener("visibilitychange", () => { if (!document.hidden && sheet) sheet.fetchDraft(); });
open();
