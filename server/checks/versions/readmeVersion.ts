// KS104: README names another framework version
//
// The Configuration table of the README names the framework version of the platform. People and tools rely on it.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Configuration
//
// | Setting           | Value          |
// | ----------------- | -------------- |
// | Framework version | v0.18.1-beta.0 |
// ```
//
// ## Fails if a commit is pinned
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Configuration
//
// | Setting           | Value          |
// | ----------------- | -------------- |
// | Framework version | v0.19.2-beta.0 |
// ```
//
// ## Passes with an abbreviated commit
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Configuration
//
// | Setting           | Value     |
// | ----------------- | --------- |
// | Framework version | `e70912c` |
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Configuration
//
// | Setting           | Value            |
// | ----------------- | ---------------- |
// | Framework version | `v0.19.2-beta.0` |
// ```
import { t } from '../../../common/localization';
import { nameInCell, readReadmePlatform, readmeSetting } from '../../kubestack/readme/readmeTables';
import type { PlatformCheck } from '../engine/check';
import { commonRef, isRelease } from '../platform/frameworkRefs';
import { readmeSettingFix, type ReadmeValue } from '../fixes/readmeFix';

const COMMIT = /^[0-9a-f]{7,40}$/;

/** Whether a README names the ref, or no version at all. An abbreviated commit is enough, also within a sentence. */
function isSame(written: string, ref: string): boolean {
  const commits = written.match(/\b[0-9a-f]{7,40}\b/g) ?? [];
  if (commits.some(each => ref.startsWith(each))) return true;
  if (written === ref || `v${written}` === ref) return true;
  return !/^v?\d+\.\d+/.test(written) && !COMMIT.test(written);
}

export const readmeVersion: PlatformCheck<ReadmeValue> = {
  code: 'KS104',
  title: 'README names another framework version',
  level: 'warning',
  scope: 'platform',
  run: context => {
    const file = context.file('README.md');
    const readme = file && readReadmePlatform(file.text);
    const cell = readme && readmeSetting(readme, 'frameworkVersion');
    const common = commonRef(context);
    if (!file || !cell || common === undefined) return [];
    const listed = nameInCell(cell);
    if (isSame(listed, common) || !(isRelease(common) || COMMIT.test(common))) return [];
    return [
      {
        range: { file, start: cell.start, end: cell.end },
        message: t('The README says version {0}, but the modules have {1}.', listed, common),
        data: { value: common },
      },
    ];
  },
  fix: (_context, finding) => readmeSettingFix(finding, 'frameworkVersion'),
};
