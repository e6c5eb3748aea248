// KS527: Block that Terraform refuses
//
// Terraform and OpenTofu read all files of a folder as one module. They refuse the module, before any plan, if
//
// - a resource, data source, variable, local value, output or check has the name of another one.
// - there is a second `backend`, `cloud` or `required_providers` block, or both `backend` and `cloud`, in any of the files.
// - a block has both `count` and `for_each`.
// - a module has a `version`, and its source isn't a registry: a local path or a Git repository, which has its version in `?ref=`.
// - a version constraint isn't written as Terraform reads it, such as `^1.2`, `1.x` or `>= 1.2 < 2`. Those of providers have no `v`, and
//   `required_version` has no pre-release.
//
// Blocks in override files change other blocks, so they repeat no name.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source  = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//   version = "0.19.2"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ## Fails for a version
//
// ```terraform
// terraform {
//   required_version = "=> 1.9"
//
//   required_providers {
//     aws = {
//       source  = "hashicorp/aws"
//       version = "^5.70"
//     }
//     kustomization = {
//       source  = "kbst/kustomization"
//       version = "v0.9.6"
//     }
//   }
// }
//
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "^1.10.1"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ## Fails without a fix
//
// ```terraform state.tf
// terraform {
//   backend "gcs" {
//     bucket = "terraform-state-kubestack-4f1c2ab"
//   }
// }
// ```
//
// ```terraform versions.tf
// terraform {
//   backend "s3" {
//     bucket = "terraform-state-kubestack-4f1c2ab"
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ## Fails without a fix: repeated names
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// resource "aws_s3_bucket" "backups" {
//   count    = 2
//   for_each = toset(["a", "b"])
// }
//
// resource "aws_s3_bucket" "backups" {
// }
// ```
//
// ## Passes
//
// ```terraform
// terraform {
//   required_version = "v1.9, != 1.9.1"
//
//   required_providers {
//     aws = {
//       source  = "hashicorp/aws"
//       version = ">=5.70 , <6.0.0-beta1"
//     }
//   }
//
//   backend "gcs" {
//     bucket = "terraform-state-kubestack-4f1c2ab"
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// resource "aws_s3_bucket" "backups" {
// }
//
// data "aws_s3_bucket" "backups" {
// }
// ```
import { t } from '../../../common/localization';
import { acceptedConstraint, isRefusedConstraint, type ConstraintSubject } from '../../../common/versionConstraint';
import { removeValue } from '../../edits/entryText';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { literalText } from '../../kubestack/modules/literalText';
import { requiredProviders } from '../../kubestack/platform/writtenConstraints';
import type { Attribute, Block, Expression, Item, Span } from '../../syntax/ast';
import { findAttribute } from '../../workspace/declarations';
import { isOverride } from '../../workspace/fileNames';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { baseNameOf } from '../../workspace/uri';
import { forEachPart, type Finding, type Findings, type Fix, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';
import { platformFolders } from '../platform/platformFolders';

/** Whether `version` can be removed, or the text of a constraint and a better one. */
type Data = { readonly hasVersion: true } | TextReplacement;

export const blockRefused: PlatformCheck<Data> = {
  code: 'KS527',
  title: 'Block that Terraform refuses',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix: (_, finding) => fixes(finding),
};

/** Something that a module can have once. */
interface Unique {
  /** For example `variable.base_domain` or `backend`. */
  readonly key: string;
  /** For messages: `variable "base_domain"` or `backend`. */
  readonly name: string;
  readonly item: Item;
  readonly span: Span;
}

function run(context: CheckContext): Findings<Data> {
  return forEachPart(platformFolders(context), folder => {
    if (folder.hasDiagnostics) return [];
    const items = itemsOf(folder);
    return [...repeated(items.flatMap(uniquesOf)), ...items.flatMap(unusable), ...items.flatMap(constraints)];
  });
}

/** The blocks of a module, without those of override files. */
const itemsOf = (folder: ModuleFolder): { readonly item: Item; readonly block: Block }[] =>
  folder
    .sourceFiles()
    .flatMap(({ uri, items }) =>
      isOverride(baseNameOf(uri))
        ? []
        : items.flatMap(({ item }) => (item.node.kind === 'block' ? [{ item, block: item.node }] : [])),
    );

/** https://github.com/hashicorp/terraform, internal/configs/module.go: what one module can't have twice. */
const LABELS: ReadonlyMap<string, number> = new Map([
  ['check', 1],
  ['data', 2],
  ['ephemeral', 2],
  ['output', 1],
  ['resource', 2],
  ['variable', 1],
]);

function uniquesOf({ item, block }: { readonly item: Item; readonly block: Block }): Unique[] {
  const { type, labels, body } = block;
  if (type === 'locals')
    return body.flatMap(entry =>
      entry.kind === 'attribute'
        ? [{ key: `local.${entry.name}`, name: `local.${entry.name}`, item, span: nameOf(entry) }]
        : [],
    );
  if (type === 'terraform')
    return body.flatMap(entry =>
      entry.kind === 'block' && SETTINGS.has(entry.type)
        ? [{ key: SETTINGS.get(entry.type)!, name: entry.type, item, span: headOf(entry) }]
        : [],
    );
  const last = labels.at(-1);
  if (!last || labels.length !== LABELS.get(type)) return [];
  const names = labels.map(({ name }) => name);
  return [
    { key: [type, ...names].join('.'), name: [type, ...names.map(name => `"${name}"`)].join(' '), item, span: last },
  ];
}

/** The blocks in `terraform` that are allowed once. The state has one place: a backend or a cloud. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['backend', 'state'],
  ['cloud', 'state'],
  ['required_providers', 'required_providers'],
]);

const nameOf = ({ start, nameEnd }: Attribute): Span => ({ start, end: nameEnd });
const headOf = ({ start, type, labels }: Block): Span => ({ start, end: labels.at(-1)?.end ?? start + type.length });

function repeated(uniques: readonly Unique[]): Finding<Data>[] {
  const first = new Map<string, Unique>();
  return uniques.flatMap(each => {
    const other = first.get(each.key);
    if (!other) {
      first.set(each.key, each);
      return [];
    }
    return [
      {
        range: rangeIn(each.item, each.span),
        message:
          other.name === each.name
            ? t('{0} is declared twice in this module, which Terraform refuses.', each.name)
            : t('This module has {0} and {1}, which Terraform refuses.', other.name, each.name),
        related: [{ message: t('The first declaration'), range: rangeIn(other.item, other.span) }],
      },
    ];
  });
}

/** https://github.com/hashicorp/terraform, internal/configs: resource.go and module_call.go. */
function unusable({ item, block }: { readonly item: Item; readonly block: Block }): Finding<Data>[] {
  const attribute = (name: string): Attribute | undefined => findAttribute(block, name);
  const [count, forEach, version] = [attribute('count'), attribute('for_each'), attribute('version')];
  const findings: Finding<Data>[] = [];
  if (count && forEach && ['module', 'resource', 'data', 'ephemeral'].includes(block.type))
    findings.push({
      range: rangeIn(item, nameOf(forEach)),
      message: t('A block has either count or for_each. Terraform refuses both.'),
      related: [{ message: 'count', range: rangeIn(item, nameOf(count)) }],
    });
  const source = literalText(attribute('source')?.value);
  if (block.type === 'module' && version && version.value.kind !== 'null' && isNoRegistry(source ?? ''))
    findings.push({
      range: rangeIn(item, version),
      message: t('Terraform refuses "version" here: only modules from a registry have one.'),
      data: { hasVersion: true },
    });
  return findings;
}

/** Local paths, addresses with a scheme, and the hosts that Terraform reads as Git repositories. */
const isNoRegistry = (source: string): boolean =>
  /^\.\.?(?:\/|$)|^[a-z0-9+]+::|^[a-z][a-z0-9+.-]*:\/\/|^git@|^(?:github\.com|bitbucket\.org)\/|[?&]ref=/.test(source);

/** The version constraints of a block that can't be read. */
function constraints({ item, block }: { readonly item: Item; readonly block: Block }): Finding<Data>[] {
  const version = (of: ConstraintSubject, value: Expression | undefined): Finding<Data>[] => {
    const text = literalText(value);
    if (!value || text === undefined || !isRefusedConstraint(text, of)) return [];
    return [
      {
        range: rangeIn(item, value),
        message: t('Terraform refuses the version constraint "{0}".', text),
        data: { written: text, better: acceptedConstraint(text, of) },
      },
    ];
  };
  if (block.type === 'module') return version('module', findAttribute(block, 'version')?.value);
  if (block.type !== 'terraform') return [];
  const program = version('program', findAttribute(block, 'required_version')?.value);
  return [...program, ...requiredProviders(block).flatMap(each => version('provider', each.version))];
}

function fixes(finding: Finding<Data>): readonly Fix[] {
  const { range, data } = finding;
  if (!data || !('item' in range)) return [];
  if ('written' in data) return replaceTextFix({ ...finding, data });
  return [
    {
      title: t('Remove {0}', 'version'),
      change: draft => void draft.edit(range.item, text => removeValue(text, ['version'])),
      isPreferred: true,
    },
  ];
}
