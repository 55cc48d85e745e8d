// "Må det her slås op?": guess, then the reason and the engine's answer, asked anew where the service can be reached.
// In: the posts of a page. Out: the learner's verdict beside each; nothing of it is kept.
import { ask } from "./ask.js";

export function startPosts(page, says) {
  for (const post of page.querySelectorAll(".post")) {
    const reveal = post.querySelector(".reveal");
    const guess = post.querySelector(".guess");
    guess.hidden = false;
    reveal.classList.add("after-guess");
    reveal.addEventListener("toggle", () => reveal.open && refresh(post, says), { once: true });
    for (const button of guess.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        const right = button.dataset.guess === post.dataset.level;
        for (const each of guess.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === button));
        post.querySelector(":scope > .verdict").textContent = right ? says.right : says.wrong;
        reveal.open = true;
      });
    }
  }
}

async function refresh(post, says) {
  const { text, id, level } = post.dataset;
  if (document.documentElement.hasAttribute("data-offline")) return;
  try {
    const { ok, nodes } = await ask(text, { media: "media" in post.dataset, thread: post.dataset.thread ? [post.dataset.thread] : [] });
    if (!ok) return;
    const [section] = nodes;
    const title = section.querySelector("#answer-title");
    title.id = `${id}-title`;
    title.removeAttribute("tabindex");
    section.setAttribute("aria-labelledby", title.id);
    lower(section);
    post.querySelector(".engine-answer").replaceChildren(section);
    post.querySelector(".engine-head small").textContent = says.live;
    post.querySelector(".engine-wrong").hidden = section.dataset.level === level;
  } catch {
    // The stored answer stands.
  }
}

// The answer was made for a page of its own: here its headings stand two levels further down.
function lower(section) {
  for (const heading of section.querySelectorAll("h2, h3")) {
    const lowered = document.createElement(heading.tagName === "H2" ? "h4" : "h5");
    if (heading.id) lowered.id = heading.id;
    lowered.append(...heading.childNodes);
    heading.replaceWith(lowered);
  }
}
