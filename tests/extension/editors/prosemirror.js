import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { wire } from "./page.js";

const plugins = [history({ newGroupDelay: 0 }), keymap({ "Mod-z": undo, "Mod-y": redo }), keymap(baseKeymap)];
const view = new EditorView(document.querySelector("#mount"), {
  state: EditorState.create({ schema, plugins }),
  attributes: { role: "textbox", "aria-label": "Opslag" },
});
wire(view.dom, () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n"));
