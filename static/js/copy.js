// Identifiers can be copied where the browser allows it.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const title = button.title;
    button.classList.add("copied");
    button.title = button.dataset.done;
    setTimeout(() => { button.classList.remove("copied"); button.title = title; }, 1500);
  });
}
