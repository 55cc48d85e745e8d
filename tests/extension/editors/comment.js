// A rich comment form: Enter posts, emoji are pictures, a picture can be attached, the form lies in an open shadow root.
import "./page.js";

const home = document.querySelector("#mount").attachShadow({ mode: "open" });
home.innerHTML = `
  <form aria-label="Kommentarer">
    <div id="box" role="textbox" contenteditable="true" aria-label="Skriv en kommentar" style="border:1px solid;padding:8px;min-height:40px"></div>
    <button type="button" id="emoji">Indsæt emoji</button>
    <label>Billede <input type="file" id="file" accept="image/*"></label>
    <button type="submit">Kommentér</button>
  </form>`;
const box = home.querySelector("#box");
const send = () => {
  window.post(box.innerText);
  box.textContent = "";
};
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
home.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
home.querySelector("#emoji").addEventListener("click", () => {
  const image = Object.assign(new Image(16, 16), { alt: "🙂", src: "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" });
  box.append(image, " ");
});
