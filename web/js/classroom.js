// The teacher's view: one post at a time, by buttons or keys. In: the slides of the page. Out: one of them, large; nothing is sent or kept.
import "./app.js";

const slides = [...document.querySelectorAll(".slide")];
const [previous, reveal, next] = ["previous", "reveal", "next"].map((id) => document.getElementById(id));
const says = { reveal: reveal.textContent, hide: reveal.dataset.hide };
const jump = document.getElementById("jump");
let at = 0;

for (const each of document.querySelectorAll(".steps, .keys")) each.hidden = false;
document.documentElement.classList.add("js");

function show(number, focus = true) {
  at = Math.min(Math.max(number, 0), slides.length - 1);
  slides.forEach((slide, i) => {
    slide.hidden = i !== at;
    for (const each of slide.querySelectorAll("details")) each.open = false;
  });
  previous.disabled = at === 0;
  next.disabled = at === slides.length - 1;
  jump.value = String(at - (at % 2));
  document.getElementById("classroom").classList.toggle("begun", at > 0);
  name();
  if (focus) slides[at].querySelector("h2").focus();
}

function name() {
  const { open } = slides[at].querySelector(".reveal");
  reveal.textContent = open ? says.hide : says.reveal;
  count(slides[at], open);
}

// How many hands were right, once the answer is out.
function count(slide, open) {
  const hands = [...slide.querySelectorAll(".hands input")];
  const all = hands.reduce((sum, each) => sum + Number(each.value), 0);
  const right = Number(slide.querySelector("[data-right]").value);
  const tally = slide.querySelector(".tally");
  tally.textContent = open && all ? tally.dataset.says.replace("{right}", right).replace("{all}", all) : "";
}

function toggle() {
  const answer = slides[at].querySelector(".reveal");
  answer.open = !answer.open;
  name();
}

previous.addEventListener("click", () => show(at - 1));
next.addEventListener("click", () => show(at + 1));
reveal.addEventListener("click", toggle);
for (const slide of slides) slide.querySelector(".hands").addEventListener("input", name);
jump.addEventListener("change", () => show(Number(jump.value), false));
document.addEventListener("toggle", name, true);
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, button, summary, a")) return;
  if (event.key === "ArrowRight") show(at + 1);
  else if (event.key === "ArrowLeft") show(at - 1);
  else if (event.key === " ") toggle();
  else return;
  event.preventDefault();
});
show(0, false);
