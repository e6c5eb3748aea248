// KS517: Accepted drift has no effect
//
// An entry in a `*.drift.hcl` file takes a known difference between the state and reality out of the count of *Check Drift…*. It has no effect if it
// is invalid, if its last day is over, or if it matches nothing: an environment or a module that doesn't exist. Such an entry hides no drift.
//
// The label is the address of a resource. `reason` and `until`, the last day, are required. `environments` and `arguments` limit what is accepted; without
// them, the entry accepts everything, also that the resource is deleted.
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
// ```hcl accepted.drift.hcl
// drift "module.eks_gc0_eu-west-1.module.cluster.aws_eks_cluster.current" {
//   environments = ["ops"]
//   arguments    = ["version"]
//   reason       = "The cloud upgrades the control plane first"
//   until        = "2026-10-31"
// }
// ```
//
// ## Fails with a module that does not exist
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
// ```hcl accepted.drift.hcl
// drift "module.eks_gc0_eu-west-2.module.cluster.aws_eks_cluster.current" {
//   reason = "The cloud upgrades the control plane first"
//   until  = "2027-01-31"
// }
// ```
//
// ## Fails without a fix
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
// ```hcl accepted.drift.hcl
// drift "module.eks_gc0_eu-west-1.module.cluster.aws_eks_cluster.current" {
//   until = "next year"
// }
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
// ```hcl accepted.drift.hcl
// drift "module.eks_gc0_eu-west-1.module.cluster.aws_eks_cluster.current" {
//   environments = ["ops"]
//   arguments    = ["version"]
//   reason       = "The cloud upgrades the control plane first"
//   until        = "2027-01-31"
// }
// ```
import { t } from '../../../common/localization';
import { isInForce, missingModule } from '../../kubestack/drift/acceptedDrift';
import { driftFiles, type DriftEntry } from '../../kubestack/drift/driftFile';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import { isTextFileRange } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';

/** Maximum length of the white space that is removed after an entry. */
const MAX_GAP = 200;

/** The entry to remove. */
type Data = { readonly start: number; readonly end: number } | undefined;

export const driftWithoutEffect: PlatformCheck<Data> = {
  code: 'KS517',
  title: 'Accepted drift has no effect',
  level: 'warning',
  scope: 'platform',
  run: context =>
    driftFiles(context.model.workspace.texts, context.root.folderUri).flatMap(({ file, entries, problems }) => [
      ...problems.map(({ start, end, message }) => ({ range: { file, start, end }, message })),
      ...entries.flatMap(entry => [...expired(context, entry), ...matchingNothing(context, entry)]),
    ]),
  fix: (_context, { range, data }): Fix[] => {
    if (!data || !isTextFileRange(range)) return [];
    const { uri, text } = range.file;
    const after = /^[ \t]*\r?\n?/.exec(text.slice(data.end, data.end + MAX_GAP))![0].length;
    const entry = { start: data.start, end: data.end + after };
    return [{ title: t('Remove This Entry'), change: draft => void draft.replaceText(uri, entry, '') }];
  },
};

function expired({ request }: CheckContext, entry: DriftEntry): Finding<Data>[] {
  const today = request.lifecycle?.today;
  if (today === undefined || isInForce(entry, today)) return [];
  const message = t('Accepted until {0}, so this drift is reported again.', entry.until.text);
  return [findingAt(entry, entry.until, message)];
}

function matchingNothing({ root, environments }: CheckContext, entry: DriftEntry): Finding<Data>[] {
  const unknown = environments.length === 0 ? [] : (entry.environments ?? []);
  const findings = unknown
    .filter(({ text }) => !environments.includes(text))
    .map(name => findingAt(entry, name, t('There is no environment "{0}".', name.text)));
  const module = missingModule(entry, root.folder);
  if (module !== undefined) findings.push(findingAt(entry, entry.address, t('There is no module "{0}".', module)));
  return findings;
}

function findingAt(entry: DriftEntry, { start, end }: DriftEntry['address'], message: string): Finding<Data> {
  const { file } = entry;
  return { range: { file, start, end }, message, data: { start: entry.start, end: entry.end } };
}
