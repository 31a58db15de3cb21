// "/" leads to the box in which one looks for somebody, but where somebody types.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const boxes = [...document.querySelectorAll("#cari, [data-seek]")];
  const box = boxes.find((each) => each.checkVisibility());
  if (!box) return;
  event.preventDefault();
  box.focus();
});
