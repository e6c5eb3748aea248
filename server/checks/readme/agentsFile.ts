// KS604: AGENTS.md describes another platform
//
// Coding agents rely on AGENTS.md. If it names a framework version that the modules don't use, or an environment that doesn't exist, agents
// write attributes that Terraform rejects and keys that have no effect.
//
// The check reads lines such as `Framework version: v0.19.2-beta.0` and `Environments: apps, ops`, and module sources with a version.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//     ops  = {}
//   }
// }
// ```
//
// ```markdown AGENTS.md
// # Instructions
//
// - Framework version: v0.18.1-beta.0
// - Environments: apps, ops
// ```
//
// ## Fails with an environment that does not exist
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//     ops  = {}
//   }
// }
// ```
//
// ```markdown AGENTS.md
// - Environments: `apps-prod`, `apps`, `ops`
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//     ops  = {}
//   }
// }
// ```
//
// ```markdown AGENTS.md
// - Framework version: `v0.19.2-beta.0`
// - Environments: `apps`, `ops`
//
// The environments of the old platform are gone.
// ```
import { t } from '../../../common/localization';
import { AGENTS_FILE, agentsFileFacts } from '../../kubestack/readme/agentsFile';
import type { Finding, PlatformCheck } from '../engine/check';
import { commonRef } from '../platform/frameworkRefs';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly value: string | undefined; readonly written?: string; readonly start?: number };

export const agentsFile: PlatformCheck<Data> = {
  code: 'KS604',
  title: 'AGENTS.md describes another platform',
  level: 'warning',
  scope: 'platform',
  run: context => {
    const file = context.file(AGENTS_FILE);
    if (!file) return [];
    const { versions, environments } = agentsFileFacts(file.text);
    const common = commonRef(context);
    const findings: Finding<Data>[] = [];
    for (const { text, start, end } of common === undefined ? [] : versions)
      if (text !== common)
        findings.push({
          range: { file, start, end },
          message: t('AGENTS.md names the framework version {0}, but the modules have {1}.', text, common!),
          data: { value: common },
        });
    const names = context.environments.map(name => `\`${name}\``).join(', ');
    for (const { text, start, end, list, isBase } of names === '' ? [] : environments)
      if (!context.environments.includes(text))
        findings.push({
          range: { file, start, end },
          message: t(
            'AGENTS.md names the environment {0}, which does not exist. The environments are {1}.',
            text,
            context.environments.join(', '),
          ),
          data: { value: isBase ? `\`${context.base}\`` : names, written: list.text, start: list.start },
        });
    return findings;
  },
  fix: (_context, { range: sourceRange, data: { value, written, start } }) => {
    if (value === undefined || !('file' in sourceRange)) return [];
    const { text } = sourceRange.file;
    const isList = written !== undefined && start !== undefined && text.startsWith(written, start);
    const range = isList ? { file: sourceRange.file, start, end: start + written.length } : sourceRange;
    const title = t('Change to {0}', value.replaceAll('`', ''));
    return [{ title, change: draft => replaceRange(draft, range, value), isPreferred: true }];
  },
};
