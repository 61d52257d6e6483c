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
