/**
 * The service worker (Chromium) or event page (Firefox): answers the pages, and is the only part that talks to the checker.
 *
 * In: messages of the extension's own content scripts and pages. Out: settings, answers. Keeps nothing but what `settings` and `memory` keep.
 */

import { about, check } from "./client.js";
import { holds, marked } from "./judge.js";
import { dismiss, isDismissed } from "./memory.js";
import { isLocal, settings } from "./settings.js";
import { words } from "./words.js";

const data = {};

/** A data file of the extension. */
async function load(name) {
  data[name] ??= fetch(chrome.runtime.getURL(`data/${name}.json`)).then((response) => response.json());
  return data[name];
}

/** The site of `host`: [name, adapter], or [null, null]. */
async function siteOf(host) {
  const { sites } = await load("sites");
  return Object.entries(sites).find(([, { hosts }]) => hosts.some((each) => host === each || host.endsWith(`.${each}`))) ?? [null, null];
}

async function hello(host) {
  const [now, timing, lists, [name, adapter]] = await Promise.all([settings(), load("timing"), load("submit-words"), siteOf(host)]);
  const on = name !== null && (now.sites?.includes(name) ?? true) && !now.paused.includes(name);
  return { on, adapter, lists, timing, private: now.privateMessages, words: await words(now.language) };
}

// By address. A checker that said who runs it is not asked again while this part of the extension lives.
const operators = new Map();

/** Who hosts the checker, as shown: {operator, address, local}. */
async function hostOf(now, milliseconds) {
  const local = now.address !== "" && isLocal(new URL(now.address));
  if (!local && !operators.has(now.address)) {
    const { operator, unchecked } = await about(now, milliseconds);
    if (!unchecked) operators.set(now.address, operator);
  }
  return { operator: operators.get(now.address), address: now.address, local };
}

async function checkText(text, media) {
  const [now, timing, hold] = await Promise.all([settings(), load("timing"), load("hold")]);
  const within = timing.away - 500;
  const [{ answer, unchecked }, host] = await Promise.all([check(text, media, now, within), hostOf(now, within)]);
  if (!answer) return { unchecked, host };
  const entities = marked(answer);
  const dismissed = await isDismissed(entities.filter((entity) => entity.marked));
  const { level, group_size, reasons, advice, rewrite } = answer;
  const held = now.dialogs && !dismissed && holds(answer, hold);
  return { host, answer: { level, group_size, reasons, advice, rewrite, unchecked: answer.unchecked, entities, dismissed, hold: held } };
}

const ANSWERS = {
  hello: ({ host }) => hello(host),
  check: ({ text, media }) => checkText(text, media),
  "not-patient": async ({ entities }) => {
    await dismiss(entities);
    return { dismissed: true };
  },
  site: async ({ host }) => ({ name: (await siteOf(host))[0] }),
  settings: () => settings(),
  about: async () => about(await settings(), (await load("timing")).away),
};
// Only the extension's own pages may see the settings (the key is among them).
const PAGES_ONLY = new Set(["settings", "about", "site"]);

chrome.runtime.onMessage.addListener((message, sender, respond) => {
  const own = sender.id === chrome.runtime.id;
  const page = sender.url?.startsWith(chrome.runtime.getURL(""));
  if (!own || !Object.hasOwn(ANSWERS, message.kind) || (PAGES_ONLY.has(message.kind) && !page)) return false;
  ANSWERS[message.kind](message).then(respond, () => respond({ unchecked: "failed" }));
  return true;
});

/** Tell every page that something changed. Tabs without the extension do not answer. */
async function refresh() {
  for (const tab of await chrome.tabs.query({})) chrome.tabs.sendMessage(tab.id, { kind: "refresh" }).catch(() => {});
}

chrome.storage.onChanged.addListener((changes, area) => {
  if (area !== "session") refresh();
});
chrome.commands.onCommand.addListener((command, tab) => {
  if (command === "open-panel" && tab) chrome.tabs.sendMessage(tab.id, { kind: "open-panel" }).catch(() => {});
});
chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === "install") chrome.tabs.create({ url: chrome.runtime.getURL("pages/welcome.html") });
});
// The key stays out of the reach of what runs in pages, where the browser can do that.
chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
