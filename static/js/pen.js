// A box to sign in, with finger, pen or mouse: [data-pen]. What is written goes into the hidden
// field as lines of points within the box (rptc/letters/signatures/strokes.py), and is drawn from
// there. The box comes hidden and is shown once it works; without it the two other ways remain.
const MOST_POINTS = 4000;
// Nearer than this to the point before, in units of the box, nothing is seen of it.
const NEAR = 2;

for (const pen of document.querySelectorAll("[data-pen]")) ready(pen);

function ready(pen) {
  const box = pen.querySelector("[data-pen-box]");
  const line = pen.querySelector("[data-pen-line]");
  const field = pen.querySelector("[data-strokes]");
  const { width, height } = box.viewBox.baseVal;
  let points = (field.value.match(/[ML]/g) ?? []).length;
  let last = null;

  box.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    box.setPointerCapture(event.pointerId);
    add("M", placeOf(event));
  });
  box.addEventListener("pointermove", (event) => {
    if (!last || !event.isPrimary) return;
    // What came between two frames: a quick hand is not cut into corners.
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const place = placeOf(each);
      if (Math.hypot(place.x - last.x, place.y - last.y) >= NEAR) add("L", place);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    box.addEventListener(end, () => (last = null));
  }
  pen.querySelector("[data-pen-clear]").addEventListener("click", () => {
    points = 0;
    last = null;
    write("");
  });

  pen.querySelector("[data-pen-none]").hidden = true;
  pen.querySelector("[data-pen-verbs]").hidden = false;
  box.removeAttribute("hidden");
  write(field.value);

  // The box keeps its shape within whatever room it has (preserveAspectRatio).
  function placeOf(event) {
    const at = new DOMPoint(event.clientX, event.clientY);
    const place = at.matrixTransform(box.getScreenCTM().inverse());
    return { x: within(place.x, width), y: within(place.y, height) };
  }

  function add(letter, place) {
    if (points >= MOST_POINTS) return;
    points += 1;
    last = place;
    write(`${field.value}${letter}${place.x} ${place.y}`);
  }

  function write(strokes) {
    field.value = strokes;
    line.setAttribute("d", strokes);
  }
}

function within(number, most) {
  return Math.min(Math.max(Math.round(number), 0), most);
}
