// Nothing here must be there: every page works without it.
"use strict";
for (const field of document.querySelectorAll("[data-filters]")) {
  const rows = document.querySelectorAll(`#${field.dataset.filters} tbody tr`);
  field.closest("[hidden]")?.removeAttribute("hidden");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const row of rows) row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
  });
}
for (const zone of document.querySelectorAll("[data-drop]")) {
  const field = zone.querySelector(`#${zone.dataset.drop}`), day = document.querySelector("#day");
  zone.querySelector("[data-drop-says]")?.removeAttribute("hidden");
  const over = yes => event => { event.preventDefault(); zone.toggleAttribute("data-over", yes); };
  for (const [name, yes] of [["dragenter", true], ["dragover", true], ["dragleave", false]]) zone.addEventListener(name, over(yes));
  zone.addEventListener("drop", event => {
    over(false)(event);
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change"));
  });
  field.addEventListener("change", () => {  // the day the file was last changed, which a form does not send by itself
    if (day && field.files[0]) day.value = new Date(field.files[0].lastModified).toISOString().slice(0, 10);
  });
}
