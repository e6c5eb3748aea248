// KS104: README names another framework version
//
// The Configuration table of the README names the framework version of the platform, for people and for tools.
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
import { nameInCell, readReadmePlatform, readmeSetting } from '../../kubestack/readme/readmeTables';
import type { PlatformCheck } from '../engine/check';
import { commonRef, isRelease } from '../support/frameworkRefs';
import { readmeSettingFix } from '../support/readmeFix';

export const readmeVersion: PlatformCheck = {
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
    const told = nameInCell(cell);
    const isTheSame = told === common || `v${told}` === common || !/^v?\d+\.\d+/.test(told);
    // Of a platform that is pinned to a commit, people write the release before it in many words.
    const { releases } = context.model.schemas;
    if (isTheSame || !(isRelease(common) || releases.includes(told))) return [];
    return [
      {
        place: { file, start: cell.start, end: cell.end },
        message: `The README says version ${told}, but the modules have ${common}.`,
        data: { value: common },
      },
    ];
  },
  fix: (_context, finding) => readmeSettingFix(finding, 'frameworkVersion'),
};
