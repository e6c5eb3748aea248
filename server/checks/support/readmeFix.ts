/** Creates fixes for the Configuration table of a README. */
import { t } from '../../../common/localization';
import { applySpanEdits, setSetting } from '../../edits/readmeTableEdits';
import { readReadmePlatform, type README_SETTINGS } from '../../kubestack/readme/readmeTables';
import { uriOfRange, type Finding, type Fix } from '../engine/check';

/** Sets a value of the table to the finding's `data.value`. */
export function readmeSettingFix(finding: Finding, setting: keyof typeof README_SETTINGS): Fix[] {
  const value = String(finding.data?.value);
  return [
    {
      title: t('Set {0}', value),
      change: draft =>
        void draft.rewrite(uriOfRange(finding.range), text => {
          const readme = readReadmePlatform(text);
          return readme && applySpanEdits(text, setSetting(text, readme, setting, value));
        }),
      isPreferred: true,
    },
  ];
}
