// A browser writes the day of its field in the language of the phone (11/27/2026): beside it stands
// the day that was chosen, in words.
const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const moment = { ...day, hour: "2-digit", minute: "2-digit" };

function words(field) {
  // Without a zone it is the clock on the wall, here and in the words.
  const chosen = field.value && new Date(field.type === "date" ? `${field.value}T00:00` : field.value);
  if (!chosen || Number.isNaN(chosen.getTime())) return "";
  return chosen.toLocaleString("id-ID", field.type === "date" ? day : moment);
}

function tell(field) {
  let line = field.nextElementSibling;
  if (!line?.matches(".rp-in-words")) {
    line = document.createElement("small");
    line.className = "rp-in-words";
    field.after(line);
  }
  line.textContent = words(field);
}

// In a dock there is no room for a second line.
const isDay = (field) =>
  field.matches?.("input[type=date], input[type=datetime-local]") && !field.closest(".rp-dock");

for (const field of document.querySelectorAll("input")) if (isDay(field)) tell(field);
document.addEventListener("input", (event) => isDay(event.target) && tell(event.target));
document.addEventListener("htmx:load", (event) => {
  for (const field of event.target.querySelectorAll("input")) if (isDay(field)) tell(field);
});
