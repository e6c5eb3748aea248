/** A diagnostic code and its title. */
export interface PageChoice {
  label: string;
  description: string;
}

/**
 * The codes that have a page, in their order.
 * @param pages each with its heading `# KS202: An environment is missing in a module`
 */
export function pageChoices(pages: readonly { readonly name: string; readonly text: string }[]): PageChoice[] {
  return pages
    .flatMap(({ name, text }) => {
      const heading = /^# (\w+): (.+)$/m.exec(text);
      return name.endsWith('.md') && heading ? [{ label: heading[1]!, description: heading[2]! }] : [];
    })
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}
