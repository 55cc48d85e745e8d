import Quill from "quill";
import { wire } from "./page.js";

const quill = new Quill("#box", { modules: { toolbar: false, history: { delay: 0 } } });
// The dialog of the page itself is a modal one.
document.querySelector("dialog").showModal();
wire(quill.root, () => quill.getText());
