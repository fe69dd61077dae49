// "/" goes to the first filter, Ctrl K (or Cmd K) to the search.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  const search = (event.ctrlKey || event.metaKey) && event.key === "k";
  const key = search ? "ctrl+k" : event.key === "/" && !typing && !event.ctrlKey && !event.metaKey ? "/" : null;
  const field = key && document.querySelector(`[data-hotkey="${key}"]`);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
