// KS216: Name is repeated in an object
//
// If a name is repeated in an object, only its last entry counts, and Terraform reports nothing. A second `ops` in a `configuration` replaces
// the first one as a whole: what only the first one sets is inherited from the base environment. Keep one entry with the values of both.
//
// In `providers` of a module, Terraform refuses a name that is repeated.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix  = "gc0"
//       cluster_name = "a"
//     }
//
//     ops = {
//       cluster_min_size = 2
//     }
//
//     ops = {}
//   }
// }
// ```
//
// ## Fails for an attribute
//
// ```terraform
// locals {
//   apps = {
//     name_prefix      = "gc0"
//     cluster_min_size = 2
//     cluster_max_size = 6
//     cluster_min_size = 3
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = local.apps
//     ops  = { "cluster_max_size" = 3, cluster_max_size = 4 }
//   }
// }
// ```
//
// ## Fails for a provider
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   providers = {
//     aws = aws.eks_gc0_eu-west-1
//     aws = aws.eks_gc0_eu-west-2
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// locals {
//   suffix = "prod"
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps                     = { cluster_min_size = 2 }
//     "apps-${local.suffix}"   = { cluster_min_size = 2 }
//     ("apps-${local.suffix}") = { cluster_min_size = 2 }
//     ops                      = { cluster_min_size = 2, Cluster_min_size = 3 }
//   }
// }
//
// module "eks_gc0_eu-west-1_service_app" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       patches = [{ patch = "a" }, { patch = "b" }]
//     }
//     ops = merge({ namespace = "a" }, { namespace = "b" })
//   }
// }
// ```
import { t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import { literalKey } from '../../hcl/values/objectKey';
import type { Attribute, Block, Expression, Item } from '../../syntax/ast';
import { visitExpression } from '../../syntax/traversal';
import { forEachPart, type Finding, type Findings, type Fix, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { platformFolders } from '../platform/platformFolders';

export const keyRepeated: PlatformCheck = {
  code: 'KS216',
  title: 'Name is repeated in an object',
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_, finding) => fixes(finding),
};

function* run(context: CheckContext): Findings {
  for (const folder of platformFolders(context))
    yield* forEachPart(folder.sourceFiles(), ({ items }) => items.flatMap(({ item }) => findingsOf(item)));
}

const NONE: readonly Finding[] = [];

const findingsOf = memoize((item: Item): readonly Finding[] => {
  const findings: Finding[] = [];
  const visit = (node: Attribute | Block): void => {
    if (node.kind === 'block') return node.body.forEach(visit);
    const isProviders = node.name === 'providers' && item.node.kind === 'block' && item.node.type === 'module';
    visitExpression(node.value, each => findings.push(...repeated(item, each, isProviders)));
  };
  visit(item.node);
  return findings.length > 0 ? findings : NONE;
});

/** https://github.com/hashicorp/hcl, hclsyntax/expression.go (ObjectConsExpr) and terraform, internal/configs/module_call.go. */
function* repeated(item: Item, expression: Expression, isProviders: boolean): Iterable<Finding> {
  if (expression.kind !== 'object') return;
  const last = new Map(expression.items.map(each => [literalKey(each.key), each]));
  if (last.size === expression.items.length) return;
  for (const each of expression.items) {
    const name = literalKey(each.key);
    const other = last.get(name)!;
    if (name === undefined || other === each) continue;
    yield {
      range: { item, start: each.start, end: each.end },
      message: isProviders
        ? t('"{0}" is repeated in "providers", which Terraform refuses.', name)
        : t('"{0}" is repeated in this object: only the last entry has an effect.', name),
      related: [{ message: t('The last entry'), range: { item, start: other.start, end: other.end } }],
      ...(isProviders ? { level: 'error' } : { tags: ['unnecessary'] }),
    };
  }
}

function fixes({ range }: Finding): readonly Fix[] {
  if (!('item' in range)) return [];
  const { item, start, end } = range;
  // The entry with its comma, and with its line if nothing else is in it.
  const indent = /(?<=\n)[^\S\n]*$/.exec(item.text.slice(0, start))?.[0];
  const rest = /^[^\S\n]*,?[^\S\n]*(\n?)/.exec(item.text.slice(end))!;
  const from = indent !== undefined && rest[1] ? start - indent.length : start;
  const removed = rest[0].length - (indent === undefined ? rest[1]!.length : 0);
  return [
    {
      title: t('Remove the entry'),
      change: draft => draft.replace({ item, start: from, end: end + removed }, ''),
    },
  ];
}
