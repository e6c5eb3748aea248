/** A diagnostic code and its title. */
export interface PageChoice {
  label: string;
  description: string;
}

/**
 * The codes that have a page, in their order.
 * @param pages texts by code, each with its heading `# KS202: An environment is missing in a module`
 */
export function pageChoices(pages: Readonly<Record<string, string>>): PageChoice[] {
  return Object.entries(pages)
    .flatMap(([label, text]) => {
      const heading = /^# \w+: (.+)$/m.exec(text);
      return heading ? [{ label, description: heading[1]! }] : [];
    })
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}
