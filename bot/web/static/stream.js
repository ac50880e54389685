// New lines come by themselves. After a lost connection: first catch up, then listen again.
const LONGEST_WAIT = 15000;
const HIDDEN_FOR = 300000;

export class Stream {
  constructor({ onLine, onWho, onOnline, onSignedOut }) {
    this.onLine = onLine;
    this.onWho = onWho;
    this.onOnline = onOnline;
    this.onSignedOut = onSignedOut;
    this.last = 0; // the latest line heard here: never one that only a post returned
    this.source = null;
    this.wait = 500;
    this.timer = null;
    addEventListener("online", () => this.connect());
    addEventListener("offline", () => this.lost());
    document.addEventListener("visibilitychange", () => this.seen());
  }

  heard(line) {
    this.last = Math.max(this.last, line.id);
    this.onLine(line);
  }

  async connect() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
    if (this.isConnecting) return;
    this.isConnecting = true;
    try {
      if (await this.catchUp()) this.listen();
    } finally {
      this.isConnecting = false;
    }
  }

  async catchUp() {
    let answer;
    try {
      const signal = AbortSignal.timeout(15000);
      do {
        const response = await fetch(`/api/messages?after=${this.last}`, { signal });
        if (response.status === 401) {
          this.onSignedOut();
          return false;
        }
        if (!response.ok) throw new Error(String(response.status));
        answer = await response.json();
        answer.messages.forEach((line) => this.heard(line));
      } while (answer.more && this.last && answer.messages.length);
    } catch {
      this.lost();
      return false;
    }
    return true;
  }

  listen() {
    const source = (this.source = new EventSource(`/api/stream?after=${this.last}`));
    source.onopen = () => {
      this.wait = 500;
      this.onOnline(true);
    };
    source.onmessage = (event) => this.heard(JSON.parse(event.data));
    source.addEventListener("who", (event) => this.onWho(JSON.parse(event.data)));
    source.addEventListener("signed-out", () => {
      source.close();
      this.onSignedOut();
    });
    source.onerror = () => this.source === source && this.lost();
  }

  lost() {
    this.source?.close();
    this.source = null;
    this.onOnline(false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
  }

  // A page that nobody looks at does not hold a connection for ever.
  seen() {
    clearTimeout(this.hiding);
    if (document.hidden) {
      this.hiding = setTimeout(() => {
        this.source?.close();
        this.source = null;
        clearTimeout(this.timer);
      }, HIDDEN_FOR);
    } else if (!this.source) {
      this.connect();
    }
  }
}
