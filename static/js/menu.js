// A menu longer than the window begins where the reader is: the current entry stands in its middle.
for (const side of document.querySelectorAll(".side")) {
  const current = side.querySelector("[aria-current]")?.getBoundingClientRect();
  const shown = side.getBoundingClientRect();
  if (current && (current.top < shown.top || current.bottom > shown.top + side.clientHeight)) {
    side.scrollTop += current.top - shown.top - (side.clientHeight - current.height) / 2;
  }
}

// On narrow screens the menu button opens and closes the navigation in place; without script it is a link to it.
for (const button of document.querySelectorAll("[data-toggle]")) {
  const target = document.getElementById(button.dataset.toggle);
  button.setAttribute("role", "button");
  button.setAttribute("aria-controls", target.id);
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const open = target.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    if (open) target.querySelector("a")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !target.classList.contains("open")) return;
    target.classList.remove("open");
    button.setAttribute("aria-expanded", "false");
    button.focus();
  });
}
