// The chat page: puts the transcript, the composer and the two directions together.
import { Attachment, drawAttachment } from "./attachments.js";
import { say } from "./labels.js";
import { Lines } from "./lines.js";
import { Outbox } from "./outbox.js";
import { Stream } from "./stream.js";

const at = (id) => document.getElementById(id);
const page = at("chat").dataset;
const LONGEST = Number(page.longest);
const MOST_FILES = Number(page.mostFiles);
const MEGABYTES = Number(page.megabytes);
const field = at("text");
let tray = [];
let isSignedOut = false;
let unseen = 0;
const title = document.title;

const lines = new Lines(at("log"), at("lines"), { onChoice: take, onBelow });
const outbox = new Outbox(page.chat, lines, { onSent, onOnline, onSignedOut });
const stream = new Stream({ onLine, onWho, onOnline, onSignedOut });

// What comes in.

function onLine(line) {
  at("empty").hidden = true;
  if (!lines.add(line) || !line.ours) return;
  working(false);
  if (document.hidden) document.title = `(${(unseen += 1)}) ${title}`;
}

// The set-up names the ward and the person while their page is open.
function onWho(names) {
  at("who").textContent = names;
}

function onSent(line) {
  lines.add(line);
  at("empty").hidden = true;
  working(true);
  onOnline(true);
}

let dotting = null;
function working(isOn) {
  clearTimeout(dotting);
  const end = lines.isAtEnd();
  at("working").hidden = !isOn;
  if (isOn) dotting = setTimeout(() => working(false), 15000);
  if (isOn && end) lines.toEnd();
}

function onBelow(isBelow) {
  at("new-below").hidden = !isBelow;
}

let offlineSoon = null;
function onOnline(isOnline) {
  if (isSignedOut) return;
  clearTimeout(offlineSoon);
  if (isOnline) {
    const was = !at("banner").hidden;
    at("banner").hidden = true;
    if (was) outbox.wake();
  } else {
    // A blink of the network is nobody's business.
    offlineSoon = setTimeout(() => banner(say("offline")), navigator.onLine ? 1200 : 0);
  }
}

function onSignedOut() {
  isSignedOut = true;
  clearTimeout(offlineSoon);
  banner(say("signed_out"));
  at("composer").inert = true;
}

function banner(sentence) {
  at("banner").textContent = sentence;
  at("banner").hidden = false;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
});

async function begin() {
  at("working-text").textContent = say("working");
  at("older").textContent = say("older");
  at("new-below").textContent = say("new_below");
  // Before anything can be typed here: what is typed would be taken for an earlier page's.
  outbox.restore();
  // Without this script the form would be sent as a page is, and the words in it lost.
  at("send").disabled = false;
  let hasOlder = false;
  try {
    const answer = await (await fetch("/api/messages")).json();
    for (const line of answer.messages) stream.heard(line);
    hasOlder = answer.more;
    at("empty").hidden = at("lines").childElementCount > 0;
  } catch {
    banner(say("no_answer"));
  }
  at("older").hidden = !hasOlder;
  lines.toEnd();
  stream.connect();
}

at("older").addEventListener("click", async () => {
  const answer = await (await fetch(`/api/messages?before=${lines.first}`)).json();
  lines.addOlder(answer.messages);
  at("older").hidden = !answer.more;
});
at("new-below").addEventListener("click", () => lines.toEnd());

// What goes out.

function take(choice) {
  enqueue(choice.label, choice.value, []);
}

function enqueue(text, choice, attachments) {
  notice("");
  at("empty").hidden = true;
  const message = { client_id: newId(), text, choice, sent_at: new Date().toISOString() };
  const drawn = attachments.map((a) => drawAttachment(a, null));
  lines.addPending(message, drawn.map((d) => d.element));
  const item = outbox.add(message, attachments);
  attachments.forEach((attachment, i) => {
    attachment.changed = () => {
      drawn[i].update();
      if (["done", "lost", "refused"].includes(attachment.state)) outbox.moved(item);
    };
  });
  for (const a of attachments) if (a.state === "lost") a.start();
}

const menu = document.querySelector(".menu");
document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") menu.open = false;
});

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function submit() {
  const text = field.value.trim();
  if (!text && !tray.length) return;
  if (text.length > LONGEST) {
    const parts = Math.ceil(text.length / LONGEST);
    notice(say("too_long", { n: text.length, max: LONGEST, parts }));
    return;
  }
  const refused = tray.find((entry) => entry.attachment.state === "refused");
  if (refused) {
    notice(`${refused.attachment.error} ${say("take_out")}`);
    return;
  }
  const attachments = tray.map((entry) => entry.attachment);
  tray = [];
  showTray();
  field.value = "";
  fit();
  enqueue(text, null, attachments);
}

at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

// Enter sends where there is a real keyboard; never in the middle of composing a letter (Telex).
const hasKeyboard = matchMedia("(hover: hover) and (pointer: fine)").matches;
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !hasKeyboard) return;
  event.preventDefault();
  submit();
});
field.addEventListener("input", fit);

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function notice(sentence) {
  at("notice").textContent = sentence;
  at("notice").hidden = !sentence;
}

// Files.

function choose(files) {
  notice("");
  for (const file of files) {
    if (tray.length >= MOST_FILES) {
      notice(say("too_many", { n: MOST_FILES }));
      break;
    }
    if (file.size > MEGABYTES * 1024 * 1024) {
      notice(say("too_big", { name: file.name, n: MEGABYTES }));
      continue;
    }
    tray.push(entryOf(file));
  }
  showTray();
}

function entryOf(file) {
  const entry = {};
  entry.attachment = new Attachment(file, (attachment) => {
    entry.drawn?.update();
    if (attachment.state === "done") at("progress").textContent = say("uploaded", { name: file.name });
    if (attachment.state === "refused") notice(attachment.error);
    if (attachment.state === "lost") notice(say("upload_failed", { name: file.name }));
  });
  entry.drawn = drawAttachment(entry.attachment, () => {
    tray = tray.filter((other) => other !== entry);
    entry.attachment.drop();
    notice("");
    showTray();
    field.focus();
  });
  return entry;
}

function showTray() {
  at("tray").replaceChildren(...tray.map((entry) => entry.drawn.element));
  at("tray").hidden = tray.length === 0;
}

at("files").addEventListener("change", (event) => {
  choose(event.target.files);
  event.target.value = "";
  field.focus();
});
field.addEventListener("paste", (event) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  choose(event.clipboardData.files);
});
at("chat").addEventListener("dragover", (event) => event.preventDefault());
at("chat").addEventListener("drop", (event) => {
  event.preventDefault();
  choose(event.dataTransfer.files);
});

addEventListener("beforeunload", (event) => {
  if (tray.length || outbox.hasUnsentFiles()) event.preventDefault();
});
at("sign-out").addEventListener("submit", () => outbox.forgetAll());

begin();
