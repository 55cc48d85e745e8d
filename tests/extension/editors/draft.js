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
