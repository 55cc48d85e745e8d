/**
 * What an edit does to findings: in goes the text they were found in and the text now; out come those that still hold, moved to where they are.
 */
"use strict";

const Changes = (() => {
  /** The one stretch in which two texts differ: {start, before, after}, `before` and `after` its ends in the old and the new text. */
  function difference(old, now) {
    const most = Math.min(old.length, now.length);
    let start = 0;
    while (start < most && old[start] === now[start]) start++;
    let same = 0;
    while (same < most - start && old[old.length - 1 - same] === now[now.length - 1 - same]) same++;
    return { start, before: old.length - same, after: now.length - same };
  }

  /** The entities that the edit left alone, with their offsets in the new text. */
  function kept(entities, old, now) {
    const { start, before, after } = difference(old, now);
    return entities.flatMap((entity) => {
      if (entity.end <= start) return [entity];
      if (entity.start >= before) return [{ ...entity, start: entity.start + after - before, end: entity.end + after - before }];
      return [];
    });
  }

  /** Whether two texts differ by at most `few` characters at one place. */
  function nearly(old, now, few) {
    const { start, before, after } = difference(old, now);
    return before - start <= few && after - start <= few;
  }

  /** A text without what posting it does not change: spaces at the ends, how lines are broken. */
  function normal(text) {
    return text.replace(/\s+/g, " ").trim();
  }

  return { kept, nearly, normal };
})();
