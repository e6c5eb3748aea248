// KS206: README lists other environments
//
// The Configuration table of the README lists the environments of the platform. People and tools rely on it.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "gc0"
//     }
//     ops = {}
//   }
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Configuration
//
// | Setting           | Value |
// | ----------------- | ----- |
// | Environment names | apps-prod, apps, ops   |
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "gc0"
//     }
//     ops = {}
//   }
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Configuration
//
// | Setting           | Value |
// | ----------------- | ----- |
// | Environment names | `apps`, `ops`   |
// ```
import { sentences, t } from '../../../common/localization';
import { nameInCell, readmeSetting } from '../../kubestack/readme/readmeTables';
import type { PlatformCheck } from '../engine/check';
import { knowsEnvironments } from '../platform/existingEnvironments';
import { readmeOf } from '../platform/platformLayout';
import { readmeSettingFix, type ReadmeValue } from '../fixes/readmeFix';

export const readmeEnvironments: PlatformCheck<ReadmeValue> = {
  code: 'KS206',
  title: 'README lists other environments',
  level: 'warning',
  scope: 'platform',
  run: context => {
    const readme = readmeOf(context);
    const cell = readme && readmeSetting(readme.platform, 'environmentNames');
    const { environments } = context;
    if (!readme || !cell || environments.length === 0) return [];
    const listed = nameInCell(cell)
      .split(/[\s,;/·|]+|\band\b/)
      .filter(name => name !== '');
    // Text that is not a list of names is probably a sentence.
    if (listed.length === 0 || !listed.every(name => /^[a-z][\w-]*$/i.test(name)) || listed.length > 12) return [];
    const missing = environments.filter(name => !listed.includes(name));
    const isKnown = knowsEnvironments(context);
    const surplus = isKnown ? listed.filter(name => !environments.includes(name)) : [];
    if (missing.length + surplus.length === 0) return [];
    return [
      {
        range: { file: readme.file, start: cell.start, end: cell.end },
        message: sentences(
          missing.length > 0 ? t('The README lacks {0}.', missing.join(', ')) : undefined,
          surplus.length > 0 ? t('The README lists {0}, which no cluster has.', surplus.join(', ')) : undefined,
        ),
        data: { value: (isKnown ? environments : [...listed, ...missing]).join(', ') },
      },
    ];
  },
  fix: (_context, finding) => readmeSettingFix(finding, 'environmentNames'),
};
