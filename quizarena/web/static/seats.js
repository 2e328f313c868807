// Keeps the scorer's page true: who is there is asked every three seconds.
async function look() {
  const stale = document.getElementById("stale");
  try {
    const answer = await fetch(`/desk/seats?lang=${document.documentElement.lang}`, { cache: "no-store" });
    if (answer.status === 401) { location.reload(); return; }
    const found = await answer.json();
    document.getElementById("count").textContent = found.count;
    for (const tile of document.querySelectorAll("[data-seat]")) {
      const seat = found.seats[tile.dataset.seat];
      tile.classList.toggle("on", Boolean(seat && seat.there));
      if (seat) tile.querySelector(".st").textContent = seat.words;
    }
    stale.hidden = true;
  } catch (error) { stale.hidden = false; }
  setTimeout(look, 3000);
}
setTimeout(look, 3000);
