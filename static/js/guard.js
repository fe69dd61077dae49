// What was typed is not lost by leaving the page unasked; a file of rows can be read into the field they are pasted in.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
for (const area of document.querySelectorAll("textarea[name=csv]")) {
  const file = document.createElement("input");
  file.type = "file";
  file.accept = ".csv,text/csv";
  file.setAttribute("aria-label", (document.getElementById("csv-help") ?? area.labels[0]).textContent.trim());
  file.addEventListener("change", async () => { if (file.files[0]) area.value = await file.files[0].text(); });
  area.before(file);
}
