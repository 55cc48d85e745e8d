/** The settings page: pairing with the checker, what is done, where. In: the user's choices. Out: `storage.local`, and whether the checker answers. */

import { check } from "../background/client.js";
import { checked, isLocal, keep, settings } from "../background/settings.js";
import { ask, fill, say } from "./words.js";

const NAMES = { facebook: "Facebook", instagram: "Instagram", linkedin: "LinkedIn", threads: "Threads", x: "X" };
const $ = (id) => document.getElementById(id);

async function show() {
  const now = await settings();
  $("address").value = now.address;
  $("address").disabled = now.managed.address;
  $("key").value = now.key;
  $("key").disabled = now.managed.key;
  $("command").textContent = `tavshedstjek new-key ${location.protocol === "moz-extension:" ? "firefox" : "browser"} --origin ${location.origin}`;
  if (now.managed.address) $("address-help").textContent = say("options_managed");
  const policy = await chrome.storage.managed.get().catch(() => ({}));
  const own = await chrome.storage.local.get({ dialogs: true, privateMessages: false });
  for (const name of ["dialogs", "privateMessages"]) {
    $(name).checked = now[name];
    $(name).disabled = policy[name] === false;
    $(name).onchange = () => keep({ [name]: $(name).checked });
  }
  if (own.dialogs !== now.dialogs || policy.privateMessages === false) $("quieted").textContent = say("options_policy_quiet");
  $("language").value = now.language;
  $("language").onchange = async () => {
    await keep({ language: $("language").value });
    location.reload();
  };
  $("sites").replaceChildren(...Object.entries(NAMES).map(([name, words]) => tick(name, words, now)));
  await showHost();
}

function tick(name, words, now) {
  const off = now.sites !== null && !now.sites.includes(name);
  const box = Object.assign(document.createElement("input"), { type: "checkbox", id: `site-${name}`, checked: !off && !now.paused.includes(name), disabled: off });
  box.addEventListener("change", async () => {
    const { paused } = await settings();
    await keep({ paused: box.checked ? paused.filter((each) => each !== name) : [...paused, name] });
  });
  const label = Object.assign(document.createElement("label"), { className: "tick" });
  label.append(box, off ? say("options_site_off", words) : words);
  return label;
}

async function showHost() {
  const now = await settings();
  if (!now.address) return;
  if (isLocal(new URL(now.address))) $("host").textContent = say("host_local");
  else {
    const { operator } = await ask("about");
    $("host").textContent = operator ? say("host_operator", operator, now.address) : say("host_unknown", now.address);
  }
}

function tell(kind, ...words) {
  $("result").dataset.kind = kind;
  $("result").textContent = words.join(" ");
}

$("checker").addEventListener("submit", async (event) => {
  event.preventDefault();
  const now = await settings();
  const address = now.managed.address ? now.address : checked($("address").value.trim());
  if (!address) return tell("bad", say("options_bad_address"));
  if (!isLocal(new URL(address)) && !now.managed.address && !(await chrome.permissions.request({ origins: [`${address}/*`] }))) {
    return tell("bad", say("options_no_access"));
  }
  const key = $("key").value.trim();
  if (now.managed.address) await keep({ managedKey: key });
  else await keep({ address, key });
  const { unchecked } = await check("Godmorgen.", false, await settings(), 3000);
  await showHost();
  return unchecked ? tell("bad", say("options_saved_fails"), say(`why_${unchecked}`)) : tell("good", say("options_saved_works"));
});

fill();
show();
