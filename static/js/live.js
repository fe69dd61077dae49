// A part of a page that changes while something runs is fetched anew every two seconds until it says that nothing runs.
const renew = async () => {
  const part = document.querySelector("[data-live]");
  if (!part || document.hidden) return;
  const answer = await fetch(part.dataset.live, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const renewed = page.getElementById(part.id);
  if (renewed && !part.contains(document.activeElement)) part.replaceWith(renewed);
};
setInterval(() => renew().catch(() => {}), 2000);
