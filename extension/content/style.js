/** How the extension looks on a page: plain CSS for its own closed shadow root. Shape and word carry the level; colour comes on top. */
"use strict";

const STYLE = `
:host { all: initial !important; position: fixed !important; display: block !important; visibility: visible !important; opacity: 1 !important;
  inset: 0 auto auto 0 !important; width: 0 !important; height: 0 !important; z-index: 2147483647 !important; clip-path: none !important;
  transform: none !important; filter: none !important; pointer-events: auto !important; color-scheme: light dark !important; }
* { box-sizing: border-box; }
.layer { position: fixed; inset: 0; width: 100vw; height: 100vh; margin: 0; padding: 0; border: 0; background: none; overflow: visible; pointer-events: none;
  --ink: #1b1b1b; --paper: #fff; --quiet: #555; --line: #767676; --red: #b3261e; --yellow: #8a5a00; --green: #1b6b3a; --act: #004e8c; --soft: #f3f3f3;
  font: 14px/1.45 system-ui, sans-serif; color: var(--ink); text-align: left; }
dialog { --ink: #1b1b1b; --paper: #fff; --quiet: #555; --line: #767676; --red: #b3261e; --yellow: #8a5a00; --green: #1b6b3a; --act: #004e8c; --soft: #f3f3f3; }
.mark { position: fixed; border-bottom: 2px solid var(--red); pointer-events: none; }
.mark[data-level="red"] { border-bottom-style: double; border-bottom-width: 4px; }
.mark[data-level="yellow"] { border-bottom: 2px dashed var(--yellow); }
.badge { position: fixed; display: inline-flex; align-items: center; gap: 6px; min-height: 28px; padding: 2px 10px; border: 1px solid var(--line); border-radius: 14px;
  background: var(--paper); color: var(--ink); font: 600 13px/1.4 system-ui, sans-serif; pointer-events: none; white-space: nowrap;
  box-shadow: 0 1px 3px rgb(0 0 0 / 25%); }
.badge.touched { background: var(--soft); text-decoration: underline; }
.badge[data-level="green"] { font-weight: 400; color: var(--quiet); }
.badge[data-level="red"] { border: 2px solid var(--red); }
.badge[data-level="yellow"] { border: 2px dashed var(--yellow); }
.badge[data-level="unchecked"], .badge[data-level="checking"] { border: 2px dotted var(--ink); }
.shape { width: 12px; height: 12px; flex: none; background: var(--quiet); }
.shape[data-level="green"] { border-radius: 50%; background: none; border: 2px solid var(--green); }
.shape[data-level="yellow"] { background: var(--yellow); clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.shape[data-level="red"] { background: var(--red); }
.shape[data-level="unchecked"], .shape[data-level="checking"] { background: none; border: 2px dotted var(--ink); border-radius: 2px; }
.panel { position: fixed; width: min(380px, calc(100vw - 16px)); max-height: min(480px, calc(100vh - 16px)); overflow: auto; padding: 14px 16px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--paper); color: var(--ink); pointer-events: auto; box-shadow: 0 4px 18px rgb(0 0 0 / 30%); }
h2 { margin: 0 0 8px; font: 700 17px/1.3 system-ui, sans-serif; display: flex; gap: 8px; align-items: center; }
h3 { margin: 12px 0 4px; font: 700 14px/1.4 system-ui, sans-serif; }
p, ul { margin: 0 0 8px; } ul { padding-left: 20px; } li { margin-bottom: 4px; overflow-wrap: anywhere; } p { overflow-wrap: anywhere; }
.rewrite { padding: 8px 10px; border-left: 3px solid var(--green); background: var(--soft); white-space: pre-wrap; }
.panel { padding-bottom: 0; }
.foot { position: sticky; bottom: 0; padding: 2px 0 12px; background: var(--paper); }
.host { margin: 8px 0 0; color: var(--quiet); font-size: 12px; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; }
button.do { min-height: 36px; padding: 6px 14px; border: 1px solid var(--act); border-radius: 4px; background: var(--paper); color: var(--act); font: 600 14px/1.4 system-ui, sans-serif; cursor: pointer; }
button.do.first { background: var(--act); color: var(--paper); }
button:focus-visible, h2:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
button.do.first:focus-visible { outline-color: var(--ink); }
dialog { width: min(480px, calc(100vw - 24px)); max-height: calc(100vh - 24px); padding: 20px 22px; border: 2px solid var(--red); border-radius: 8px; background: var(--paper);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; text-align: left; pointer-events: auto; }
dialog::backdrop { background: rgb(0 0 0 / 55%); }
.notice { position: fixed; padding: 8px 12px; border: 2px solid var(--ink); border-radius: 6px; background: var(--paper); max-width: min(420px, calc(100vw - 16px)); pointer-events: none; }
.quietly { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[data-words]::after { content: attr(data-words); }
[hidden] { display: none !important; }
@media (prefers-color-scheme: dark) {
  .layer, dialog { --ink: #f2f2f2; --paper: #1f2023; --quiet: #c4c4c4; --line: #9a9a9a; --red: #ff8a80; --yellow: #ffc14d; --green: #7fd89a; --act: #8ec7ff; --soft: #2b2d31; }
  button.do.first { color: #10202e; }
}
@media (forced-colors: active) {
  .shape { forced-color-adjust: none; }
}
`;
