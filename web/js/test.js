// The final test, marked here in the browser. In: the questions. Out: what was right and why; `passed` is called at six of eight or better.
import { startCertificate } from "./certificate.js";

const SHARE = 0.75;

export function startTest(page, says, passed) {
  const form = page.querySelector("#test");
  const score = form.querySelector(".score");
  const questions = [...form.querySelectorAll(".question")];
  for (const question of questions) question.querySelector(".reveal").hidden = true;
  startCertificate(page, says);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const open = questions.find((question) => !question.querySelector(":checked"));
    if (open) {
      score.textContent = says.unanswered;
      open.querySelector("input").focus();
      return;
    }
    const right = questions.filter(mark).length;
    const enough = right >= questions.length * SHARE;
    const sum = says.score.replace("{right}", right).replace("{all}", questions.length);
    score.textContent = `${sum} ${enough ? says.passed : says.failed}`;
    page.querySelector("#certificate").hidden = !enough;
    if (enough) {
      passed();
      page.querySelector("#certificate-title").focus();
    }
  });

  function mark(question) {
    const isRight = question.querySelector(":checked").value === question.dataset.right;
    const reveal = question.querySelector(".reveal");
    question.querySelector(".verdict").textContent = isRight ? says.right : says.wrong;
    reveal.hidden = false;
    reveal.open = !isRight;
    return isRight;
  }
}
