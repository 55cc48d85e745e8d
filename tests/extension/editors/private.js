import { wire } from "./page.js";

const box = document.querySelector("#box");
wire(box, () => box.innerText);
