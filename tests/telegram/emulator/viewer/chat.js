// Sends without leaving the page, and draws it anew when the chat has changed.
"use strict";

const here = location.pathname;

function show(notice) {
  if (notice.url) window.open(notice.url);
  if (!notice.text) return;
  const toast = document.querySelector(".toast");
  toast.textContent = notice.text;
  toast.classList.toggle("alert", Boolean(notice.alert));
  toast.hidden = false;
  setTimeout(() => { toast.hidden = true; }, notice.alert ? 6000 : 3000);
}

async function send(form, submitter) {
  const answer = await fetch(location.href, {
    method: "POST",
    body: new FormData(form, submitter),
    headers: { "X-Requested-With": "fetch" },
  });
  if (answer.ok) show(await answer.json());
  if (new URLSearchParams(location.search).has("start")) history.replaceState(null, "", here);
  await redraw();
}

async function redraw() {
  const text = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  document.body.dataset.moment = fresh.body.dataset.moment;
  const input = document.querySelector(".write input");
  const kept = input && { text: input.value, focused: document.activeElement === input };
  for (const part of ["main", "footer", ".keys", ".wide", "header"]) swap(fresh, part);
  const now = document.querySelector(".write input");
  if (!now || !kept) return;
  now.value = kept.text;
  if (kept.focused) now.focus();
}

function swap(fresh, part) {
  const old = document.querySelector(part);
  const renewed = fresh.querySelector(part);
  if (old && renewed) old.replaceWith(renewed);
  else if (old) old.remove();
  else if (renewed) document.querySelector(".toast").before(renewed);
}

async function follow() {
  for (;;) {
    const after = document.body.dataset.moment;
    try {
      const news = await (await fetch(`${here}/news?after=${after}`)).json();
      if (String(news.moment) !== after) await redraw();
    } catch {
      await new Promise((done) => { setTimeout(done, 1000); });
    }
  }
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  send(form, event.submitter);
  if (form.matches(".write")) form.reset();
});
document.addEventListener("change", (event) => {
  if (event.target.type === "file") send(event.target.form, null);
});
follow();
