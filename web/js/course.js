// The course, step by step: one chapter at a time, a short and a whole path, progress in this browser alone.
// In: the page as rendered (readable without this). Out: the same, guided. Posts, mosaic, test and certificate have modules of their own.
import "./app.js";
import { startMosaic } from "./mosaic.js";
import { startPosts } from "./posts.js";
import { recall, remember, forget } from "./progress.js";
import { startTest } from "./test.js";

const course = document.getElementById("course");
const says = course.dataset;
const chapters = [...course.querySelectorAll(".chapter")];
const links = [...course.querySelectorAll(".toc a")];
const [previous, next] = ["previous", "next"].map((id) => document.getElementById(id));
const progress = recall();
let last;

document.documentElement.classList.add("js");
for (const each of course.querySelectorAll(".course-tools, .steps, .js-only")) each.hidden = false;
for (const each of course.querySelectorAll(".js-none")) each.remove();

function onPath() {
  return chapters.filter((chapter) => progress.path !== "short" || chapter.dataset.path === "short");
}

function current() {
  const path = onPath();
  return path.find((chapter) => `#${chapter.id}` === location.hash) ?? (path.includes(last) ? last : path[0]);
}

function show(focus) {
  const path = onPath();
  const here = current();
  last = here;
  course.dataset.pathNow = progress.path;
  course.classList.toggle("begun", path.indexOf(here) > 0);
  for (const chapter of chapters) chapter.hidden = chapter !== here;
  for (const link of links) {
    const id = link.hash.slice(1);
    link.parentElement.hidden = !path.some((chapter) => chapter.id === id);
    if (id === here.id) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
    link.classList.toggle("is-done", progress.done.includes(id));
    link.dataset.done = progress.done.includes(id) ? `(${says.done})` : "";
  }
  previous.disabled = path.indexOf(here) === 0;
  next.hidden = path.indexOf(here) === path.length - 1;
  course.querySelector(".progress-text").textContent = says.progress
    .replace("{done}", path.filter((chapter) => progress.done.includes(chapter.id)).length)
    .replace("{all}", path.length);
  if (focus) document.getElementById(`${here.id}-title`).focus();
}

function step(by) {
  const path = onPath();
  const at = path.indexOf(current());
  if (by > 0) done(path[at].id);
  location.hash = path[at + by].id;
}

function done(id) {
  if (!progress.done.includes(id)) progress.done.push(id);
  remember(progress);
}

previous.addEventListener("click", () => step(-1));
next.addEventListener("click", () => step(1));
window.addEventListener("hashchange", () => {
  if (chapters.some((chapter) => `#${chapter.id}` === location.hash)) show(true);
});
for (const link of course.querySelectorAll("a[href^='#kilde-']")) {
  link.addEventListener("click", () => {
    course.querySelector(".source-part").open = true;
  });
}
for (const radio of course.querySelectorAll("[name=path]")) {
  radio.checked = radio.value === progress.path;
  radio.addEventListener("change", () => {
    progress.path = radio.value;
    remember(progress);
    show(false);
  });
}
document.getElementById("forget").addEventListener("click", () => {
  forget();
  progress.done = [];
  show(false);
  course.querySelector(".progress-text").textContent = says.forgotten;
});

startPosts(course, says);
startMosaic(course);
startTest(course, says, () => {
  done(chapters.at(-1).id);
  show(false);
  course.dispatchEvent(new CustomEvent("completed"));
});
show(false);
