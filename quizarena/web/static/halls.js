// Keeps the page over many halls true: asks for what differs from what it shows; the server answers when it does.
const page = document.querySelector("main"), stale = document.getElementById("stale");
const parts = ["title", "clock", "where", "name", "urgent", "company"];
async function look() {
  let wait = 0;
  try {
    const asked = `${page.dataset.path}/states?known=${page.dataset.digest}&lang=${document.documentElement.lang}`;
    const answer = await fetch(asked, { cache: "no-store" });
    const found = await answer.json();
    document.querySelectorAll(".hall").forEach((hall, nth) => {
      const row = found.rows[nth];
      for (const part of parts) hall.querySelector(`.${part}`).textContent = row[part];
      hall.classList.toggle("lost", row.is_lost);
    });
    page.dataset.digest = found.digest;
    stale.hidden = true;
  } catch (error) { stale.hidden = false; wait = 2000; }
  setTimeout(look, wait);
}
look();
