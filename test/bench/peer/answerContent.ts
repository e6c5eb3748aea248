/** Determines whether a response has content, since an empty response is not a fast one. */

/** @param answer the result of a request; undefined if the server responded with an error */
export function answerHasContent(answer: unknown): boolean {
  if (answer === null || answer === undefined) return false;
  if (Array.isArray(answer)) return answer.length > 0;
  if (typeof answer !== 'object') return answer !== '';
  for (const list of ['items', 'data', 'signatures', 'edits']) {
    const content = (answer as Record<string, unknown>)[list];
    if (Array.isArray(content)) return content.length > 0;
  }
  return 'contents' in answer ? contentSays(answer.contents) : Object.keys(answer).length > 0;
}

/** The three forms of a hover's content. */
function contentSays(contents: unknown): boolean {
  if (Array.isArray(contents)) return contents.some(contentSays);
  if (typeof contents === 'string') return contents.trim() !== '';
  return (
    typeof contents === 'object' && contents !== null && 'value' in contents && contentSays(String(contents.value))
  );
}
