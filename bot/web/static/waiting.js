// Asks every few seconds whether the lead office has let this browser in.
const form = document.getElementById("again");
const EVERY = 6000;

async function ask() {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
    });
    if (answer.redirected) location.replace("/");
    else if (answer.status !== 202 && answer.status !== 429) location.reload();
  } catch {
    // No network just now: the next round asks again.
  }
}

setInterval(ask, EVERY);
