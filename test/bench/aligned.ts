/** Formats columns with aligned widths. @param texts number of left columns that contain text */
export function aligned(lines: readonly (readonly string[])[], texts = 2): string {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0))) ?? [];
  return lines
    .map(line =>
      line
        .map((text, column) => padded(text, widths[column] ?? 0, column < texts))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

const padded = (text: string, width: number, isText: boolean): string =>
  isText ? text.padEnd(width) : text.padStart(width);
