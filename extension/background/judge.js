/**
 * What an answer means on a page. In: the service's answer, the thresholds, the settings. Out: the parts the page needs, with `hold` (stop a
 * submit?), `dismissed`, and which entities are `marked` (the words a reason rests on).
 */

/** Whether a submit is held: red with a direct identifier, or red above the threshold of the mode that judged. */
export function holds(answer, hold) {
  if (answer.level !== "red") return false;
  if (answer.patients.some((patient) => patient.direct)) return true;
  const threshold = hold.modes[answer.model.mode]?.threshold;
  return typeof threshold === "number" && answer.score >= threshold;
}

/** The entities, each with whether a reason rests on it: only those are underlined. */
export function marked(answer) {
  const used = new Set(answer.reasons.flatMap((reason) => reason.entities));
  return answer.entities.map(({ type, start, end, text }, index) => ({ type, start, end, text, marked: used.has(index) }));
}
