// What all fixture pages share: a list of what was posted.
window.posts = [];
window.post = (text) => window.posts.push(text);
/** A button outside the box and Ctrl/Cmd+Enter in it both post what `read` gives. */
export function wire(box, read) {
  document.querySelector("#post").addEventListener("click", () => window.post(read()));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      window.post(read());
    }
  });
}
