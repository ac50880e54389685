// While a dossier is in the making the page looks again by itself, but not under somebody's hands.
const LOOK_AGAIN = 5000; // ms
let inUse = false;

for (const sign of ["input", "toggle"]) document.addEventListener(sign, () => { inUse = true; }, true);
// What was typed before this script came is seen by its value.
const isTyped = () => [...document.querySelectorAll("input")].some((f) => f.value !== f.defaultValue);
setTimeout(() => { if (!inUse && !isTyped()) location.reload(); }, LOOK_AGAIN);
