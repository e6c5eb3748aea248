/** Creates fixes that replace a string or a number. */
import { t } from '../../../common/localization';
import type { Finding, Fix } from '../engine/check';
import { replaceRange } from './rangeEdits';

/** The data of the finding: the current value and the suggested one, if there is one. */
export type TextReplacement =
  { readonly written: string | undefined; readonly better?: string | undefined } | undefined;

/** None if `data` has no suggestion, or if the place is not a string or a number with the current value. */
export function replaceTextFix({ range, data }: Finding<TextReplacement>): readonly Fix[] {
  const { written, better } = data ?? {};
  if (written === undefined || better === undefined || !('item' in range)) return [];
  const text = range.item.text.slice(range.start, range.end);
  if (text !== JSON.stringify(written) && text !== written) return [];
  const inserted = text === written ? better : JSON.stringify(better);
  return [
    {
      title: t('Change to "{0}"', better),
      change: draft => replaceRange(draft, range, inserted),
      isPreferred: true,
    },
  ];
}
