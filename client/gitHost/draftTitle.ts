/** Git hosts that have no field for drafts read it from the title. */

/** GitLab: `Draft:`; Gitea's default prefixes: `WIP:` and `[WIP]`. */
const PREFIX = /^(?:\[?(?:draft|wip)\]?:?)\s+/i;

/** @returns the title without what makes it a draft's. */
export function plainTitle(title: string): string {
  return title.replace(PREFIX, '');
}

/** @param word `Draft` or `WIP`. */
export function draftTitle(title: string, draft: boolean, word: 'Draft' | 'WIP'): string {
  return draft ? `${word}: ${plainTitle(title)}` : plainTitle(title);
}
