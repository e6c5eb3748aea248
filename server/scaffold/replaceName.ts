/** A text with another name in the places of one: whole names only, not parts of longer ones that have something else in them. */
export const replaceName = (text: string, before: string, after: string): string =>
  text.replace(
    new RegExp(`(?<![A-Za-z0-9-])${before.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9-])`, 'g'),
    () => after,
  );
