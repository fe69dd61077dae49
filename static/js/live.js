// Rows that change while the page is open arrive as they change; without script a reload shows the same.
for (const panel of document.querySelectorAll("[data-events]")) {
  const source = new EventSource(panel.dataset.events);
  source.addEventListener("row", (event) => {
    const drawn = document.createElement("template");
    drawn.innerHTML = event.data.trim();
    const fresh = drawn.content.firstElementChild;
    const row = fresh && panel.querySelector(`[data-row="${CSS.escape(fresh.dataset.row)}"]`);
    if (!row) return;
    const held = row.contains(document.activeElement);
    row.replaceWith(fresh);
    if (held) fresh.querySelector("button:not([disabled]), a")?.focus();
  });
  addEventListener("pagehide", () => source.close());
}
