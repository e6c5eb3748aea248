/** Marks drafts in the title, for Git hosts without a draft field. */

/** GitLab: `Draft:`; Gitea's default prefixes: `WIP:` and `[WIP]`. */
const PREFIX = /^(?:\[?(?:draft|wip)\]?:?)\s+/i;

/** @returns the title without its draft prefix. */
export function plainTitle(title: string): string {
  return title.replace(PREFIX, '');
}

/** @param word `Draft` or `WIP`. */
export function draftTitle(title: string, draft: boolean, word: 'Draft' | 'WIP'): string {
  return draft ? `${word}: ${plainTitle(title)}` : plainTitle(title);
}
