// The page's sentences, as the server words them.
const LABELS = JSON.parse(document.getElementById("labels").textContent);

export function say(name, values = {}) {
  return Object.entries(values).reduce(
    (sentence, [key, value]) => sentence.replaceAll(`{${key}}`, String(value)),
    LABELS[name],
  );
}

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}
