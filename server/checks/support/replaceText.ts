/** Fixes that put another text in the place of one that is written as it is, not made by an expression. */
import { t } from '../../../common/localization';
import type { Finding, Fix } from '../engine/check';
import { replaceRange } from './placeEdits';

/** What the finding needs to carry: the text as it counts, and the one that is right. */
export interface TextReplacement {
  readonly written: string;
  readonly better: string;
}

/** None where `data` has no better text, or the place is not the text in quotes. */
export function replaceTextFix({ place, data }: Finding): readonly Fix[] {
  const { written, better } = (data ?? {}) as Partial<TextReplacement>;
  if (written === undefined || better === undefined || !('item' in place)) return [];
  if (place.item.text.slice(place.start, place.end) !== JSON.stringify(written)) return [];
  return [
    {
      title: t('Change to "{0}"', better),
      change: draft => replaceRange(draft, place, JSON.stringify(better)),
      isPreferred: true,
    },
  ];
}
