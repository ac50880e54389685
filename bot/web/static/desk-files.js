// Files for a form: each is on the server before the form goes, which carries their receipts.
import { Attachment, drawAttachment } from "./attachments.js";
import { say } from "./labels.js";

for (const picker of document.querySelectorAll("input[data-receipts]")) {
  const { form } = picker;
  const [tray, notice, send] = [".tray", ".notice", "button.main"].map((name) => form.querySelector(name));
  const most = Number(picker.dataset.most);
  const chosen = new Set();

  const look = () => {
    const states = [...chosen].map((entry) => entry.attachment.state);
    send.disabled = states.some((state) => state !== "done");
    const bad = [...chosen].find((entry) => ["lost", "refused"].includes(entry.attachment.state));
    const { error, file } = bad?.attachment ?? {};
    notice.textContent = bad ? error || say("upload_failed", { name: file.name }) : "";
    notice.hidden = !bad;
  };

  const take = (file) => {
    const entry = {};
    entry.attachment = new Attachment(file, () => {
      entry.drawn?.update();
      look();
    });
    entry.drawn = drawAttachment(entry.attachment, () => {
      chosen.delete(entry);
      entry.attachment.drop();
      entry.drawn.element.remove();
      look();
    });
    chosen.add(entry);
    tray.append(entry.drawn.element);
  };

  picker.addEventListener("change", () => {
    const files = [...picker.files];
    const fitting = files.slice(0, most - chosen.size);
    fitting.forEach(take);
    picker.value = "";
    look();
    if (fitting.length < files.length) {
      notice.textContent = say("too_many", { n: most });
      notice.hidden = false;
    }
  });

  form.addEventListener("submit", () => {
    for (const old of form.querySelectorAll("input[data-receipt]")) old.remove();
    for (const { attachment } of chosen) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = picker.dataset.receipts;
      field.value = attachment.receipt;
      field.dataset.receipt = "";
      form.append(field);
    }
  });
}
