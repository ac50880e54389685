// Sends each form by itself and swaps in what has changed, so that nobody loses their place.
// Without this script the same forms load the page again.
const OWN = { "X-Nhac-Viec": "1" };
const plan = document.getElementById("plan");
let asking = null;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.classList.contains("sure") && !confirm(plan.dataset.sure)) {
    event.preventDefault();
    return;
  }
  if (form.matches(".sure, .once")) {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    return;
  }
  event.preventDefault();
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    await send(form);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(".once, .sure")) delete form.dataset.sent;
});

async function send(form) {
  let answer;
  try {
    answer = await fetch(location.pathname, {
      method: "POST",
      headers: OWN,
      body: new URLSearchParams(new FormData(form)),
    });
  } catch {
    fail(form, plan.dataset.notSaved);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok) {
    fail(form, page.querySelector("main p")?.textContent ?? plan.dataset.notSaved);
    return;
  }
  const code = form.elements.code?.value;
  const ids = code ? [`viec-${code}`, "quyet-dinh", "tom-tat"] : ["plan", "quyet-dinh"];
  for (const id of ids) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
  const place = document.getElementById(code ? `viec-${code}` : "tom-tat");
  place?.querySelector("summary, button, h1")?.focus();
}

function fail(form, sentence) {
  const line = form.querySelector(".error");
  if (!line) {
    alert(sentence);
    return;
  }
  line.textContent = sentence;
  line.hidden = false;
}

// What the words about time are understood as, at once.
document.addEventListener("input", (event) => {
  if (event.target.name !== "time") return;
  clearTimeout(asking);
  asking = setTimeout(() => echo(event.target), 350);
});

async function echo(field) {
  const line = field.parentElement.querySelector(".echo");
  const text = field.value.trim();
  line.textContent = "";
  if (!text) return;
  try {
    const answer = await fetch("/api/plan/understand", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...OWN },
      body: JSON.stringify({ text }),
    });
    const body = await answer.json();
    if (field.value.trim() !== text) return;
    line.textContent = body.text ?? body.error;
    line.classList.toggle("bad", !answer.ok);
  } catch {
    line.textContent = plan.dataset.notSaved;
  }
}
