// Messages on their way out, in order. Words are kept in the browser's own store until the server
// has them; every message has an id of its own, so sending it twice is one message.
import { say } from "./labels.js";

const LONGEST_WAIT = 30000;

export class Outbox {
  constructor(chat, lines, { onSent, onOnline, onSignedOut }) {
    this.prefix = `nhacviec:queue:${chat}:`;
    this.lines = lines;
    this.onSent = onSent;
    this.onOnline = onOnline;
    this.onSignedOut = onSignedOut;
    this.queue = [];
    this.isSending = false;
    this.wait = 1000;
    this.timer = null;
  }

  add(message, attachments) {
    const item = { ...message, attachments, kept: [], bugs: 0 };
    this.queue.push(item);
    this.keep(item);
    this.lines.mark(item.client_id, say(this.timer ? "queued" : "sending"));
    this.send();
    return item;
  }

  // What an earlier page of this chat left unsent.
  restore() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    const items = keys.map((key) => JSON.parse(localStorage.getItem(key)));
    items.sort((a, b) => a.sent_at.localeCompare(b.sent_at));
    for (const { missing, ...kept } of items) {
      const item = { ...kept, attachments: [], bugs: 0 };
      this.queue.push(item);
      this.lines.addPending(item, []);
      if (missing) this.fail(item, say("lost_photos"), false);
      else this.lines.mark(item.client_id, say("queued"));
    }
    this.send();
  }

  keep(item) {
    const { client_id, text, choice, sent_at } = item;
    const kept = [...item.kept, ...item.attachments.map((a) => a.receipt).filter(Boolean)];
    const missing = item.attachments.filter((a) => !a.receipt).length;
    const value = JSON.stringify({ client_id, text, choice, sent_at, kept, missing });
    try {
      localStorage.setItem(this.prefix + client_id, value);
    } catch {
      // The store is full or forbidden: the message still waits in memory.
    }
  }

  remove(item) {
    this.queue = this.queue.filter((other) => other !== item);
    localStorage.removeItem(this.prefix + item.client_id);
    for (const attachment of item.attachments) attachment.drop();
  }

  forgetAll() {
    for (const item of [...this.queue]) localStorage.removeItem(this.prefix + item.client_id);
  }

  hasUnsentFiles() {
    return this.queue.some((item) => item.attachments.some((a) => a.state !== "done"));
  }

  // An upload moved on: lost ones wait for the network, refused ones for the person.
  moved(item) {
    const refused = item.attachments.find((a) => a.state === "refused");
    if (refused) this.fail(item, refused.error, true);
    this.keep(item);
    if (item.attachments.some((a) => a.state === "lost")) this.later();
    this.send();
  }

  fail(item, sentence, canRetry) {
    item.failed = true;
    const actions = [[say("drop"), () => this.drop(item)]];
    if (canRetry) actions.unshift([say("retry"), () => this.retry(item)]);
    this.lines.mark(item.client_id, sentence, actions);
  }

  drop(item) {
    this.remove(item);
    this.lines.pending(item.client_id)?.remove();
  }

  retry(item) {
    item.failed = false;
    item.bugs = 0;
    this.lines.mark(item.client_id, say("sending"));
    for (const a of item.attachments) if (["lost", "refused"].includes(a.state)) a.start();
    this.send();
  }

  // The network is back, or may be.
  wake() {
    clearTimeout(this.timer);
    this.timer = null;
    this.wait = 1000;
    for (const item of this.queue) {
      for (const a of item.attachments) if (a.state === "lost") a.start();
    }
    this.send();
  }

  later(milliseconds = this.wait) {
    for (const item of this.queue) {
      if (item.failed) continue;
      const hasPhotos = item.attachments.some((a) => a.state !== "done");
      this.lines.mark(item.client_id, say(hasPhotos ? "queued_photos" : "queued"));
    }
    if (this.timer) return;
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    this.timer = setTimeout(() => {
      this.timer = null;
      for (const item of this.queue) {
        for (const a of item.attachments) if (a.state === "lost") a.start();
      }
      this.send();
    }, milliseconds);
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (;;) {
        const item = this.queue.find((other) => !other.failed);
        if (!item || this.timer || item.attachments.some((a) => a.state !== "done")) return;
        this.lines.mark(item.client_id, say("sending"));
        if (!(await this.post(item))) return;
      }
    } finally {
      this.isSending = false;
    }
  }

  // Returns whether the next message may go.
  async post(item) {
    const files = [...item.kept, ...item.attachments.map((a) => a.receipt)];
    const { client_id, text, choice, sent_at } = item;
    let answer;
    try {
      answer = await fetch("/api/messages", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Nhac-Viec": "1" },
        body: JSON.stringify({ client_id, text, choice, sent_at, files }),
        signal: AbortSignal.timeout(30000),
      });
    } catch {
      this.onOnline(false);
      this.later();
      return false;
    }
    return this.answered(item, answer);
  }

  async answered(item, answer) {
    const body = await answer.json().catch(() => null);
    if (answer.ok && body) {
      this.wait = 1000;
      this.remove(item);
      this.onSent(body);
      return true;
    }
    if (answer.status === 401) {
      this.fail(item, body?.error ?? say("signed_out"), true);
      this.onSignedOut();
      return false;
    }
    item.bugs += 1;
    if (answer.status === 429 || (answer.status >= 500 && item.bugs < 4)) {
      this.later(1000 * Number(answer.headers.get("Retry-After") ?? 0) || this.wait);
      return false;
    }
    if (answer.status === 409) for (const a of item.attachments) a.state = "lost";
    this.fail(item, body?.error ?? say("failed"), true);
    return true;
  }
}
