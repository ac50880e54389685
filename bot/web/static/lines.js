// Draws the transcript. Whatever anybody wrote is shown as text, never as HTML.
import { make, say } from "./labels.js";

const NEAR = 120;

export class Lines {
  constructor(log, list, { onChoice, onBelow }) {
    this.log = log;
    this.list = list;
    this.onChoice = onChoice;
    this.onBelow = onBelow;
    this.first = null;
    this.stays = true; // whoever reads the end goes on reading it when the page changes its size
    log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    const follow = new ResizeObserver(() => this.stays && this.toEnd());
    follow.observe(log);
    follow.observe(list); // it grows without a new line when a picture has loaded
  }

  scrolled() {
    this.stays = this.isAtEnd();
    if (this.stays) this.onBelow(false);
  }

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  toEnd() {
    this.stays = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.onBelow(false);
  }

  has(id) {
    return this.list.querySelector(`[data-id="${id}"]`) !== null;
  }

  // A line that the server knows. Returns whether it is new here.
  add(line) {
    if (this.has(line.id)) return false;
    const stay = !this.isAtEnd();
    if (line.client_id) this.pending(line.client_id)?.remove();
    this.place(this.draw(line), line.id);
    this.first = this.first === null ? line.id : Math.min(this.first, line.id);
    if (!stay) this.toEnd();
    else if (line.ours) this.onBelow(true);
    return true;
  }

  // Older lines go above without moving what is being read.
  addOlder(lines) {
    const height = this.log.scrollHeight - this.log.scrollTop;
    for (const line of lines) {
      if (!this.has(line.id)) this.place(this.draw(line), line.id);
      this.first = Math.min(this.first ?? line.id, line.id);
    }
    this.log.scrollTop = this.log.scrollHeight - height;
  }

  place(element, id) {
    const later = [...this.list.querySelectorAll(".line")].reverse();
    let next = null;
    for (const other of later) {
      if (other.dataset.id && Number(other.dataset.id) < id) break;
      next = other;
    }
    const mark = next?.previousElementSibling;
    this.list.insertBefore(element, mark?.classList.contains("day") ? mark : next);
    this.separate(element);
    if (next) this.separate(next);
  }

  // A line has its day above it when it is the first of that day.
  separate(element) {
    if (!element.dataset.day) return;
    let above = element.previousElementSibling;
    const mark = above?.classList.contains("day") ? above : null;
    if (mark) above = mark.previousElementSibling;
    const isFirst = above?.dataset.day !== element.dataset.day;
    if (isFirst && !mark) {
      element.before(make("p", "day", element.dataset.dayName));
    } else if (isFirst) {
      mark.textContent = element.dataset.dayName;
    } else {
      mark?.remove();
    }
  }

  draw(line) {
    const element = make("div", `line ${line.ours ? "ours" : "theirs"}`);
    Object.assign(element.dataset, { id: line.id, day: line.day_key, dayName: line.day });
    element.append(this.bubble(line.ours, line.text, line.files.map(drawFile)));
    if (line.choices.length) element.append(this.choices(line.choices));
    element.append(make("p", "meta", line.time));
    return element;
  }

  bubble(ours, text, files) {
    const bubble = make("div", "bubble");
    bubble.append(make("span", "visually-hidden", `${say(ours ? "bot" : "you")}: `));
    if (text) bubble.append(ours ? withWay(text) : make("p", "text", text));
    if (files.length) {
      const grid = make("div", `files n${Math.min(files.length, 3)}`);
      grid.append(...files);
      bubble.append(grid);
    }
    return bubble;
  }

  choices(choices) {
    const row = make("div", "choices");
    for (const choice of choices) {
      const button = make("button", "choice", choice.label);
      button.type = "button";
      button.addEventListener("click", () => {
        // A double tap is one answer; later the choice can be taken again.
        if (row.dataset.taken) return;
        row.dataset.taken = "1";
        setTimeout(() => delete row.dataset.taken, 1200);
        for (const other of row.children) other.classList.toggle("chosen", other === button);
        this.onChoice(choice);
      });
      row.append(button);
    }
    return row;
  }

  pending(clientId) {
    return this.list.querySelector(`[data-client="${clientId}"]`);
  }

  // A message of ours that the server does not know yet.
  addPending(message, files) {
    const element = make("div", "line theirs pending");
    element.dataset.client = message.client_id;
    element.append(this.bubble(false, message.text, files), make("p", "meta"));
    this.list.append(element);
    this.toEnd();
    return element;
  }

  // What is the matter with a pending message: a sentence, and ways on.
  mark(clientId, sentence, actions = []) {
    const element = this.pending(clientId);
    if (!element) return;
    element.classList.toggle("failed", actions.length > 0);
    const meta = element.querySelector(".meta");
    meta.textContent = sentence;
    for (const [label, act] of actions) {
      const button = make("button", "small", label);
      button.type = "button";
      button.addEventListener("click", act);
      meta.append(" ", button);
    }
  }
}

// The address of the desk in our own words becomes a button; it leads to this very site.
function withWay(text) {
  const words = make("p", "text");
  const [found, path] = text.match(/https?:\/\/\S+?(\/ban\/vao\/[\w-]+)/) ?? [];
  if (!found) {
    words.textContent = text;
    return words;
  }
  const [before, after] = text.split(found);
  const way = make("a", "button", say("open_desk"));
  way.href = path;
  words.append(before, way, after);
  return words;
}

function drawFile(file) {
  const link = make("a", file.preview ? "picture" : "chip");
  if (!file.preview) return asChip(link, file);
  link.href = file.preview;
  link.target = "_blank";
  link.rel = "noopener";
  const image = make("img");
  image.src = file.preview;
  image.alt = say("photo", { name: file.name });
  image.loading = "lazy";
  image.decoding = "async";
  image.addEventListener("error", () => {
    link.className = "chip";
    asChip(link, file);
  });
  link.append(image);
  return link;
}

function asChip(link, file) {
  link.href = file.url;
  link.removeAttribute("target");
  link.setAttribute("download", file.name);
  link.setAttribute("aria-label", say("open_file", { name: file.name }));
  const size = file.size ? readable(file.size) : "";
  const ending = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4) : "";
  link.replaceChildren(
    make("span", "ending", ending.toUpperCase()),
    make("span", "name", file.name),
    make("span", "size", size),
  );
  return link;
}

function readable(bytes) {
  const kilo = Math.max(1, Math.round(bytes / 1024));
  return kilo < 1024 ? `${kilo} KB` : `${(kilo / 1024).toFixed(1).replace(".", ",")} MB`;
}
