/** The first page after installing: what it does, how to start. Only Firefox lets the user hold the sites back: there the button asks. */

import { fill, say } from "./words.js";

fill();
document.getElementById("start").textContent = say("welcome_step_1", "tavshedstjek serve");

const [scripts] = chrome.runtime.getManifest().content_scripts;
const access = document.getElementById("access");
access.hidden = location.protocol !== "moz-extension:" || (await chrome.permissions.contains({ origins: scripts.matches }));
access.addEventListener("click", async () => {
  access.hidden = await chrome.permissions.request({ origins: scripts.matches });
});
