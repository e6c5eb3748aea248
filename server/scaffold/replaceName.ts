/** Replaces a name in a text: whole names only, not parts of longer ones. */
export const replaceName = (text: string, before: string, after: string): string =>
  text.replace(
    new RegExp(`(?<![A-Za-z0-9-])${before.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9-])`, 'g'),
    () => after,
  );
