/** The module blocks of a file that differ from its committed text. */

const MODULE = /^module\s+"[^"]*"\s*\{/;

/**
 * @param committed the text at HEAD; undefined if the file isn't committed
 * @returns zero-based lines of `module` blocks. A block ends at the first line that begins with a brace, as in formatted files.
 */
export function changedModules(text: string, committed: string | undefined): number[] {
  const lines = text.split(/\r?\n/);
  const before = committed === undefined ? undefined : `\n${committed.replaceAll('\r\n', '\n')}\n`;
  return lines.flatMap((line, start) => {
    if (!MODULE.test(line)) return [];
    const length = lines.slice(start).findIndex(each => each.startsWith('}')) + 1;
    const block = lines.slice(start, length === 0 ? undefined : start + length).join('\n');
    return before?.includes(`\n${block}\n`) ? [] : [start];
  });
}
