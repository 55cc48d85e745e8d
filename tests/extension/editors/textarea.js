import "./page.js";

const box = document.querySelector("#box");
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  window.post(box.value);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) box.form.requestSubmit();
});
