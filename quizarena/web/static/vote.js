// A voter's phone: what is chosen stays here until it is sent, and is sent until it is answered; it counts once.
const language = document.documentElement.lang, address = document.body.dataset.vote;
const sleep = ms => new Promise(go => setTimeout(go, ms));
const memory = name => { try { return JSON.parse(localStorage.getItem(name)) || {}; } catch (error) { return {}; } };
let poll = null;

class Poll {
  constructor(root) {
    this.root = root;
    this.key = root.dataset.poll;
    this.most = Number(root.dataset.most);
    this.stored = `quizarena:vote:${address}:${this.key}`;
    const kept = memory(this.stored);
    this.nth = kept.nth || 0;  // of the vote that was sent last, whether or not it was answered
    this.sent = kept.sent || [];
    this.pending = Boolean(kept.pending);
    this.picks = [...root.querySelectorAll(".pick")];
    this.picked = (kept.picked || this.sent).filter(value => this.pick(value));
    this.voted = this.nth > 0 && !this.pending && !kept.changing;
    root.addEventListener("click", event => this.click(event));
    this.paint();
    if (this.pending) this.send();
    else this.ask();
  }
  pick(value) { return this.picks.find(each => each.dataset.value === value); }
  keep() {
    try {
      const { nth, sent, picked, pending } = this;
      localStorage.setItem(this.stored, JSON.stringify({ nth, sent, picked, pending, changing: !this.voted }));
    } catch (error) { /* a private window keeps nothing */ }
  }
  async fetch(body) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 8000);
    const more = body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {};
    try {
      return await (await fetch(`${address}?lang=${language}`, { cache: "no-store", signal: stop.signal, ...more })).json();
    } finally { clearTimeout(timer); }
  }

  // What the server has: this phone may have lost it, or another phone voted with the same card.
  async ask() {
    try {
      const said = await this.fetch(null);
      if (said.poll === this.key && said.nth > this.nth) this.know(said);
    } catch (error) { /* asked again when it is sent */ }
    this.paint();
  }
  know(said) {
    Object.assign(this, { nth: said.nth, sent: said.choices, picked: said.choices, voted: true });
    this.keep();
  }
  click(event) {
    const node = event.target.closest("button");
    if (!node || this.pending) return;
    if (node.matches(".send")) this.begin();
    else if (node.matches(".change")) this.voted = false;
    else this.choose(node.dataset.value);
    this.say("");
    this.keep();
    this.paint();
  }
  choose(value) {
    if (this.most === 1) this.picked = [value];
    else if (this.picked.includes(value)) this.picked = this.picked.filter(each => each !== value);
    else if (this.picked.length < this.most) this.picked = [...this.picked, value];
  }
  begin() {
    this.nth += 1;
    this.sent = this.picks.map(each => each.dataset.value).filter(value => this.picked.includes(value));
    this.pending = true;
    this.keep();
    this.send();
  }
  async send() {
    const { nth, sent } = this;
    for (let wait = 500; this.root.isConnected; wait = Math.min(8000, wait * 2)) {
      let said = null;
      try {
        said = await this.fetch({ poll: this.key, nth, choices: sent });
        if (said.state === "no_device") await this.fetch(null);
      } catch (error) { said = null; }
      if (!this.root.isConnected) return;
      if (said && !["busy", "counting", "no_device"].includes(said.state)) { this.done(said); return; }
      this.say(said && said.words ? said.words : this.root.dataset.again);
      await Promise.race([sleep(wait), new Promise(go => addEventListener("online", go, { once: true }))]);
    }
  }
  done(said) {
    this.pending = false;
    this.voted = said.state === "in";
    this.say(said.words || "");
    if (said.state === "older") this.know(said);
    else this.keep();
    this.paint();
  }

  // What is seen
  say(words) {
    for (const node of this.root.querySelectorAll(".said")) { node.textContent = words; node.hidden = !words; }
  }
  names(values) { return values.map(value => (this.pick(value) || { dataset: { said: "" } }).dataset.said).filter(Boolean); }
  paint() {
    const { root, picked } = this, words = root.dataset, send = root.querySelector(".send");
    root.querySelector(".choosing").hidden = this.voted;
    root.querySelector(".voted").hidden = !this.voted;
    root.querySelector(".who").textContent = this.names(this.sent).join(words.between);
    for (const each of this.picks) {
      const isOn = picked.includes(each.dataset.value);
      each.classList.toggle("on", isOn);
      each.setAttribute("aria-pressed", String(isOn));
      each.querySelector(".chosen").textContent = isOn ? "✓" : "";
      each.disabled = this.pending || (this.most > 1 && !isOn && picked.length >= this.most);
    }
    send.disabled = this.pending || !picked.length;
    const one = words.one.replace("{who}", this.names(picked)[0] || ""), some = words.some.replace("{count}", picked.length);
    send.textContent = this.pending ? words.sending : !picked.length ? words.none : picked.length === 1 ? one : some;
  }
}

function open() {
  const root = document.querySelector(".poll");
  if (!root) poll = null;
  else if (!poll || poll.root !== root) poll = new Poll(root);
}
addEventListener("arranged", open);
open();
