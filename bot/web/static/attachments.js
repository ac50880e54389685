// Files on their way up: each is uploaded as soon as it is chosen, three at a time.
import { make, say } from "./labels.js";

const AT_ONCE = 3;
const running = new Set();
const waiting = [];

export class Attachment {
  constructor(file, changed) {
    this.file = file;
    this.changed = changed;
    this.state = "waiting"; // waiting, uploading, done, lost (no network), refused
    this.percent = 0;
    this.receipt = null;
    this.error = "";
    this.url = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
    this.start();
  }

  start() {
    this.state = "waiting";
    this.error = "";
    waiting.push(this);
    next();
  }

  upload() {
    this.state = "uploading";
    running.add(this);
    const request = (this.request = new XMLHttpRequest());
    request.open("POST", "/api/files");
    request.responseType = "json";
    request.setRequestHeader("X-Nhac-Viec", "1");
    request.setRequestHeader("X-File-Name", encodeURIComponent(this.file.name));
    request.setRequestHeader("Content-Type", this.file.type || "application/octet-stream");
    request.upload.onprogress = (event) => {
      // 100 only when the server has said that it is stored.
      this.percent = Math.min(99, Math.round((100 * event.loaded) / event.total));
      this.changed(this);
    };
    request.onload = () => this.answered(request.status, request.response);
    request.onerror = () => this.ended("lost");
    request.send(this.file);
    this.changed(this);
  }

  answered(status, answer) {
    if (status === 200) {
      this.receipt = answer.receipt;
      this.percent = 100;
      this.ended("done");
    } else if (status === 429 || (status >= 502 && status <= 504)) {
      this.ended("lost");
    } else {
      this.error = answer?.error ?? say("file_failed");
      this.ended("refused");
    }
  }

  ended(state) {
    running.delete(this);
    this.state = state;
    this.changed(this);
    next();
  }

  drop() {
    const place = waiting.indexOf(this);
    if (place >= 0) waiting.splice(place, 1);
    this.request?.abort();
    running.delete(this);
    if (this.url) URL.revokeObjectURL(this.url);
    next();
  }
}

function next() {
  while (running.size < AT_ONCE && waiting.length) waiting.shift().upload();
}

// A small picture of a file, with its progress. `update` redraws it.
export function drawAttachment(attachment, onRemove) {
  const element = make(onRemove ? "li" : "span", "attachment");
  const { name } = attachment.file;
  if (attachment.url) {
    const image = make("img");
    image.src = attachment.url;
    image.alt = name;
    image.addEventListener("error", () => image.replaceWith(make("span", "name", name)));
    element.append(image);
  } else {
    element.append(make("span", "name", name));
  }
  const bar = make("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", name);
  const again = make("button", "again", "↻");
  again.type = "button";
  again.setAttribute("aria-label", say("retry_file", { name }));
  again.addEventListener("click", () => attachment.start());
  element.append(bar, again);
  if (onRemove) {
    const remove = make("button", "remove", "✕");
    remove.type = "button";
    remove.setAttribute("aria-label", say("remove", { name }));
    remove.addEventListener("click", onRemove);
    element.append(remove);
  }
  const update = () => {
    element.dataset.state = attachment.state;
    bar.value = attachment.percent;
    again.hidden = attachment.state !== "lost";
    element.title = attachment.error || name;
  };
  update();
  return { element, update };
}
