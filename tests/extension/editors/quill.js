import Quill from "quill";
import { wire } from "./page.js";

const quill = new Quill("#box", { modules: { toolbar: false, history: { delay: 0 } } });
wire(quill.root, () => quill.getText());
