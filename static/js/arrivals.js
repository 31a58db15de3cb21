// The button says how many it receives. Without this it says "Terima yang dicentang".
const form = document.querySelector("[data-arrivals]");
const button = form.querySelector("[data-receive]");
const asServed = button.textContent;
form.addEventListener("change", count);
// After Back a browser puts the ticks where they were, later than this runs.
window.addEventListener("pageshow", count);

function count() {
  const ticked = form.querySelectorAll("[data-arrived]:checked").length;
  button.textContent = ticked ? `Terima ${ticked} orang` : asServed;
}
