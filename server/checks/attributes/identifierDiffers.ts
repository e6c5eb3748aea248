// KS312: Cluster identifier differs from its configuration
//
// A cluster identifier consists of the cloud's prefix, `name_prefix` and the region, and the cluster's files, providers and node pools are
// named after it. If the identifier differs from the configuration, people look for the cluster in the wrong place. Changing `name_prefix`
// or the region would replace the cluster, so change the label instead. The fix renames it as F2 does, with `moved` blocks, so that nothing
// is destroyed.
//
// If you have just renamed the cluster, a `moved` block says so. The resources in the cloud keep their names, since these are computed from
// `name_prefix`. Rename the cluster back, or set `name_prefix`, which replaces the cluster and its node pools in every environment.
//
// ## Fails
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml1"
//       region      = "europe-west4"
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform gke_ml1_europe-west4_cluster.tf
// module "gke_ml1_europe-west4" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml1"
//       region      = "europe-west4"
//     }
//   }
// }
// ```
//
// ## Passes with the names from starter repositories
//
// ```terraform gke_zero_cluster.tf
// module "gke_zero" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml1"
//       region      = "europe-west4"
//     }
//   }
// }
// ```
import { enumeration, t } from '../../../common/localization';
import { clusterRegion } from '../../kubestack/platform/clusterRegion';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { parseClusterIdentifier, namePrefixProblem } from '../../kubestack/platform/namingRules';
import { regionOfLocation } from '../../kubestack/platform/zones';
import type { SourceRange } from '../../hcl/model';
import {
  type Finding,
  type FindingRange,
  type Fix,
  type PlatformCheck,
  forEachPart,
  isTextFileRange,
} from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { Draft } from '../../edits/draft';
import { quoteString } from '../../semantics/hclPrinter';
import { movedBlocks } from '../../semantics/movedBlocks';
import { effectiveAttributeAt, stringValue, effectiveValueAt } from '../../semantics/effectiveParts';
import { perCall } from '../engine/perCall';
import { clusterCalls, followsNamingConvention } from '../platform/platformLayout';
import { renameFix } from '../fixes/renameFix';
import { replaceRange } from '../fixes/rangeEdits';

export const identifierDiffers: PlatformCheck<Data> = {
  code: 'KS312',
  title: 'Cluster identifier differs from its configuration',
  level: 'warning',
  scope: 'platform',
  run: context =>
    followsNamingConvention(context)
      ? forEachPart(clusterCalls(context), call =>
          findingsFor(call, context.model).map(finding => afterRename(context, finding)),
        )
      : [],
  fix,
};

interface Data {
  readonly name: string;
  readonly label: string;
  /** The prefix in the label, if nothing else differs. */
  readonly prefix?: string;
  /** Whether a `moved` block renames the cluster from the label that its configuration has. */
  readonly isRenamed?: true;
}

/** The value in `name_prefix = "ml0"`; undefined if it is not written as a literal. */
function prefixLiteral(range: FindingRange | undefined): SourceRange | undefined {
  if (!range || isTextFileRange(range)) return undefined;
  const literal = /"[a-z0-9-]*"$/.exec(range.item.text.slice(range.start, range.end))?.[0];
  return literal === undefined ? undefined : { ...range, start: range.end - literal.length };
}

/** The finding for a cluster that was renamed on purpose. */
function afterRename({ root }: CheckContext, finding: Finding<Data>): Finding<Data> {
  const { name, label, prefix } = finding.data;
  const isRenamed =
    root.folder !== undefined &&
    movedBlocks(root.folder).some(({ from, to }) => from === `module.${label}` && to === `module.${name}`);
  if (!isRenamed) return finding;
  const message =
    prefix === undefined
      ? t('This cluster was renamed, but its configuration still has the names of {0}. Rename it back.', label)
      : t(
          'This cluster was renamed, but name_prefix still gives its resources the names of {0}. Rename it back, or set name_prefix to {1}, which replaces the cluster and its node pools in every environment.',
          label,
          prefix,
        );
  return { ...finding, message, data: { ...finding.data, isRenamed } };
}

function fix({ request, root }: CheckContext, { data, related }: Finding<Data>): readonly Fix[] {
  const { name, label, prefix, isRenamed } = data;
  if (!parseClusterIdentifier(label)) return [];
  const back = [{ folderUri: root.folderUri, name, newName: label }];
  if (isRenamed) {
    const range = prefixLiteral(related?.[0]?.range);
    return [
      ...renameFix(request, t('Rename the cluster back to {0}', label), back),
      ...(prefix !== undefined && range
        ? [
            {
              title: t('Set name_prefix to {0} (replaces the cluster and its node pools in every environment)', prefix),
              change: (draft: Draft) => replaceRange(draft, range, quoteString(prefix)),
            },
          ]
        : []),
    ];
  }
  const title = t('Rename the cluster and everything named after it to {0} (with moved blocks)', label);
  return renameFix(request, title, back);
}

const findingsFor = perCall('cluster', (call, model, reads): Finding<Data>[] => {
  const named = parseClusterIdentifier(call.name);
  const { environments, baseKey } = model.effectiveConfiguration(call, reads);
  const base = environments.get(baseKey);
  const { provider } = call.module;
  if (!named || !base || !provider) return [];
  const written = stringValue(effectiveValueAt(base, ['name_prefix']));
  // KS310 reports invalid prefixes; they are no suggestion for a name.
  const prefix = written !== undefined && namePrefixProblem(written) === undefined ? written : undefined;
  const location = stringValue(clusterRegion(call, base.value, baseKey, model, reads));
  const region = location === undefined ? undefined : regionOfLocation(provider, location);
  const different = [
    ...(prefix && prefix !== named.namePrefix ? [{ name: 'name_prefix', value: prefix }] : []),
    ...(region && region !== named.region && location !== named.region ? [{ name: 'region', value: region }] : []),
  ];
  if (different.length === 0) return [];
  const isOnlyPrefix = different.length === 1 && different[0]!.name === 'name_prefix';
  const label = [named.cloud, prefix ?? named.namePrefix, region ?? named.region].join('_');
  return [
    {
      range: labelRange(call.declaration),
      message: t(
        'The label should be {0}, because of {1}.',
        label,
        enumeration(different.map(({ name, value }) => `${name} = ${value}`)),
      ),
      related: different.flatMap(({ name, value }) => {
        const range = effectiveAttributeAt(base, [name])?.range;
        return range ? [{ message: `${name} = ${value}`, range }] : [];
      }),
      data: { name: call.name, label, ...(isOnlyPrefix ? { prefix: named.namePrefix } : {}) },
    },
  ];
});
