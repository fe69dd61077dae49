// On narrow screens filters that narrow nothing are folded away; without script they stay open.
if (matchMedia("(max-width: 860px)").matches) {
  for (const fold of document.querySelectorAll("[data-fold]")) {
    if (!fold.querySelector(".set, .wrong, .wrongs")) fold.open = false;
  }
}
