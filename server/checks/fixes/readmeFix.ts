/** Creates fixes for the Configuration table of a README. */
import { t } from '../../../common/localization';
import { applySpanEdits, setSetting } from '../../edits/readmeTableEdits';
import { readReadmePlatform, type README_SETTINGS } from '../../kubestack/readme/readmeTables';
import { uriOfRange, type Finding, type Fix } from '../engine/check';

/** Data for the fix: the right value. */
export interface ReadmeValue {
  readonly value: string;
}

/** Sets a value of the table. */
export function readmeSettingFix(
  { range, data: { value } }: Finding<ReadmeValue>,
  setting: keyof typeof README_SETTINGS,
): Fix[] {
  return [
    {
      title: t('Set {0}', value),
      change: draft =>
        void draft.rewrite(uriOfRange(range), text => {
          const readme = readReadmePlatform(text);
          return readme && applySpanEdits(text, setSetting(text, readme, setting, value));
        }),
      isPreferred: true,
    },
  ];
}
