/** The pop-up of the toolbar button: reads along here or not, pause, whether the checker answers. */

import { keep, settings } from "../background/settings.js";
import { ask, fill, say } from "./words.js";

const $ = (id) => document.getElementById(id);

/** The host of the page in front; `tab` in the address names another tab's, for a pop-up opened as a page. */
async function site() {
  const asked = new URLSearchParams(location.search).get("host");
  if (asked) return (await ask("site", { host: asked })).name;
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const answer = await chrome.tabs.sendMessage(tab.id, { kind: "where" }).catch(() => null);
  return answer ? (await ask("site", { host: answer.host })).name : null;
}

async function show() {
  const name = await site();
  const { paused, sites } = await settings();
  const off = sites !== null && !sites.includes(name);
  const isPaused = paused.includes(name);
  const shown = name && name[0].toUpperCase() + name.slice(1);
  $("state").textContent = !name ? say("popup_other") : off ? say("popup_policy") : say(isPaused ? "popup_paused" : "popup_on", shown);
  $("pause").hidden = !name || off;
  $("pause").textContent = say(isPaused ? "popup_resume" : "popup_pause");
  $("pause").onclick = async () => {
    await keep({ paused: isPaused ? paused.filter((each) => each !== name) : [...paused, name] });
    await show();
  };
  const { unchecked } = await ask("about");
  $("checker").textContent = unchecked ? say(`why_${unchecked}`) : "";
}

fill();
show();
