// The board's own: questions shrink until they fit, and the pages of many teams turn.
import { now } from "./follow.js";

const TURN = 10000;
const parts = selector => document.querySelectorAll(selector);
const tall = node => node.scrollHeight > node.clientHeight + 1;
const wide = node => node.scrollWidth > node.clientWidth;
function fit(node, least, over) {
  node.style.fontSize = "";
  const full = parseFloat(getComputedStyle(node).fontSize);
  for (let size = full; over(node) && size > full * least; size *= 0.96) node.style.fontSize = `${size}px`;
}
function fitAll() {
  for (const node of parts(".q")) fit(node, 0.5, each => tall(each) || wide(each));
  for (const node of parts(".pk .n, .who-line > .nm")) fit(node, 0.6, wide);
  for (const node of parts(".strip .who")) {
    node.classList.remove("wrap");
    fit(node, 0.6, wide);
    node.classList.toggle("wrap", wide(node));
  }
  for (const node of parts(".row .team .tn")) {
    node.closest(".team").classList.remove("wrap");
    fit(node, 0.6, wide);
    if (wide(node)) node.closest(".team").classList.add("wrap");
  }
}
let timer;
function turn() {
  clearTimeout(timer);
  const rows = [...parts(".pk[data-page]")];
  if (!rows.length) return;
  const pages = 1 + Math.max(...rows.map(row => Number(row.dataset.page)));
  const shown = Math.floor(now() / TURN) % pages;
  for (const row of rows) row.hidden = Number(row.dataset.page) !== shown;
  if (pages > 1) timer = setTimeout(turn, TURN - (now() % TURN) + 5);
}
function arranged() { fitAll(); turn(); }
addEventListener("arranged", arranged);
addEventListener("resize", fitAll);
if (document.fonts) document.fonts.ready.then(fitAll);
arranged();
