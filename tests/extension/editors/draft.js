import { Editor, EditorState } from "draft-js";
import { createElement, useState } from "react";
import { render } from "react-dom";
import { wire } from "./page.js";

let text = "";
function Box() {
  const [state, setState] = useState(EditorState.createEmpty());
  text = state.getCurrentContent().getPlainText();
  return createElement(Editor, { editorState: state, onChange: setState, role: "textbox", ariaLabel: "Opslag", webDriverTestID: "tweetTextarea_0" });
}
const mount = document.querySelector("#mount");
render(createElement(Box), mount);
wire(mount, () => text);
// A picked picture is shown, and the input is ready for the next one.
document.querySelector("#file").addEventListener("change", ({ target }) => {
  document.querySelector("#attached").append(Object.assign(new Image(80, 60), { alt: "", src: URL.createObjectURL(target.files[0]) }));
  target.value = "";
});
