// Photos large on click; without this script they open in a tab of their own.
const photos = [...document.querySelectorAll("a.photo")];
if (photos.length && "showModal" in HTMLDialogElement.prototype) {
  const box = document.createElement("dialog");
  const image = document.createElement("img");
  const name = document.createElement("p");
  box.className = "large";
  box.append(image, name);
  document.body.append(box);
  let at = 0;
  const show = (number) => {
    at = (number + photos.length) % photos.length;
    image.src = photos[at].href;
    image.alt = photos[at].title;
    name.textContent = `${photos[at].title} · ${at + 1}/${photos.length}`;
    if (!box.open) box.showModal();
  };
  for (const [number, photo] of photos.entries()) {
    photo.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
    });
  }
  box.addEventListener("click", (event) => {
    if (event.target !== image) return box.close();
    show(at + (event.offsetX < image.clientWidth / 3 ? -1 : 1));
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(at + 1);
    if (event.key === "ArrowLeft") show(at - 1);
  });
}
