// Ticks everybody, and opens the print window.
const all = document.getElementById("all");
all?.addEventListener("change", () => {
  for (const box of all.closest("fieldset").querySelectorAll("[name=who]")) box.checked = all.checked;
});
document.getElementById("print")?.addEventListener("click", () => print());
