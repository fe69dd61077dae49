// "2 min ago" grows older while the page stays open. The exact instant is in the title, in the organisation's zone.
const zh = document.documentElement.lang.startsWith("zh");
const words = (span, past) => {
  const minutes = Math.floor(span / 60000);
  if (minutes < 1) return zh ? "刚刚" : "just now";
  const [count, unit] = minutes < 60 ? [minutes, zh ? "分钟" : "min"]
    : minutes < 1440 ? [Math.floor(minutes / 60), zh ? "小时" : "h"]
    : [Math.floor(minutes / 1440), zh ? "天" : minutes < 2880 ? "day" : "days"];
  if (zh) return `${count} ${unit}${past ? "前" : "后"}`;
  return past ? `${count} ${unit} ago` : `in ${count} ${unit}`;
};
const grow = () => {
  for (const time of document.querySelectorAll("time[datetime][title]")) {
    const gap = Date.now() - Date.parse(time.dateTime);
    const span = Math.abs(gap);
    if (span <= 30 * 86400000) time.textContent = words(span, gap >= 0);
  }
};
setInterval(grow, 60000);
