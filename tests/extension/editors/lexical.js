import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $getRoot, createEditor } from "lexical";
import { wire } from "./page.js";

const box = document.querySelector("#box");
const editor = createEditor({ namespace: "fixture", onError: (error) => { throw error; } });
editor.setRootElement(box);
registerRichText(editor);
registerHistory(editor, createEmptyHistoryState(), 0);
wire(box, () => editor.getEditorState().read(() => $getRoot().getTextContent()));
