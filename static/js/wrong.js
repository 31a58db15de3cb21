// What was refused is said above the form, which on a phone may lie below the fold: go there.
const wrong = document.querySelector("[data-wrong]");

wrong?.focus({ preventScroll: true });
wrong?.scrollIntoView({ block: "center" });
