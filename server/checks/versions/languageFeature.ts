// KS112: Language feature that the platform's version does not have
//
// Terraform and OpenTofu have different features, and newer versions have more of them ([table](../opentofu.md#language-features)). What the platform
// runs follows from `required_version`, the registry in `.terraform.lock.hcl`, and the framework's image in the Dockerfile. If nothing says which
// version runs, nothing is reported. Use a version that has the feature, or write it in another way.
//
// The same holds for [files with tests](../opentofu.md#files-with-tests-and-queries) that are open in the editor.
//
// A `backend` has only literal values in Terraform, and in OpenTofu before 1.8: pass what differs to `init` with `-backend-config`.
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// variable "region" {
//   type  = string
//   const = true
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0
// ```
//
// ## Fails without a fix: OpenTofu before 1.8
//
// ```terraform
// terraform {
//   required_version = "~> 1.7.0"
//
//   backend "s3" {
//     bucket = "state-${var.name}"
//   }
// }
//
// module "eks_gc0_eu-west-1" {
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
// terraform {
//   required_version = ">= 1.15"
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// variable "region" {
//   type  = string
//   const = true
// }
// ```
import { sentences, t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import { compareVersionParts, versionParts, type ProgramVersion } from '../../../common/programVersion';
import {
  behaviors,
  blockFeatures,
  hasFeature,
  unsupportedText,
  type LanguageFeature,
} from '../../hcl/languageFeatures';
import type { Attribute, Block, Item, Span } from '../../syntax/ast';
import { hasReference } from '../../syntax/traversal';
import { findAttribute } from '../../workspace/declarations';
import { isTofuFile } from '../../workspace/fileNames';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { forEachPart, type Finding, type Findings, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { platformFolders } from '../platform/platformFolders';

export const languageFeature: PlatformCheck = {
  code: 'KS112',
  title: "Language feature that the platform's version does not have",
  level: 'error',
  scope: 'platform',
  run,
};

/** A feature that an item uses. */
interface Use {
  readonly feature: LanguageFeature;
  /** As written in a file. */
  readonly name: string;
  readonly span: Span;
  /** Where it is only read, if not in all modules. */
  readonly only?: 'root' | 'modules';
  /** How to do without it, if there is one way. */
  readonly instead?: () => string;
}

/** The first version of OpenTofu that reads `.tofu` files. Source: its changelog. */
const TOFU_FILES = '1.8';

function* run(context: CheckContext): Findings {
  for (const folder of platformFolders(context))
    yield* forEachPart(itemsOf(folder), item => findingsOf(context, item, folder === context.root.folder));
}

function* itemsOf(folder: ModuleFolder): Iterable<Item> {
  for (const file of folder.sourceFiles()) for (const { item } of file.items) yield item;
}

function findingsOf({ model, root }: CheckContext, item: Item, isRoot: boolean): Finding[] {
  const uses = usesOf(item).filter(({ only }) => only === undefined || (only === 'root') === isRoot);
  if (uses.length === 0) return [];
  const version = readingVersion(model.sourcesOf(root).programVersion().current(), item);
  if (!version) return [];
  return uses.flatMap(({ feature, name, span, instead }) => {
    if (hasFeature(feature, version) !== false) return [];
    const message = sentences(unsupportedText(feature, version, name), instead?.());
    return [{ range: { item, ...span }, message }];
  });
}

/** The version that reads the file of an item; undefined if the platform's doesn't. */
function readingVersion(version: ProgramVersion, { uri }: Item): ProgramVersion | undefined {
  if (!isTofuFile(uri)) return version;
  const isOlder = version.newest && compareVersionParts(version.newest, versionParts(TOFU_FILES)) < 0;
  return version.program === 'terraform' || isOlder ? undefined : { ...version, program: 'tofu' };
}

const NONE: readonly Use[] = [];

const usesOf = memoize((item: Item): readonly Use[] => {
  if (item.node.kind !== 'block') return NONE;
  const uses = [...featuresIn(item.node, []), ...expressionsIn(item.node)];
  return uses.length === 0 ? NONE : uses;
});

/** Blocks and arguments of the table. */
function* featuresIn(block: Block, outer: readonly string[]): Iterable<Use> {
  const types = [...outer, block.type];
  const own = outer.length === 0 ? blockFeatures.get(block.type) : undefined;
  if (own) yield { feature: own, name: `${block.type} {}`, span: typeSpan(block) };
  for (const entry of block.body) {
    const name = entry.kind === 'attribute' ? entry.name : entry.type;
    const feature = featureOf(block, types, name);
    if (feature) yield { feature, name: nameText(entry, types), span: typeSpan(entry) };
    // Other blocks belong to providers.
    else if (entry.kind === 'block' && (entry.type === 'lifecycle' || outer.length === 0))
      yield* featuresIn(entry, types);
  }
}

function featureOf({ labels }: Block, types: readonly string[], name: string): LanguageFeature | undefined {
  // What an argument of a resource means is decided by its provider.
  if (types.length === 1 && types[0] === 'resource' && name === 'store')
    return labels[0]?.name === 'terraform_data' ? blockFeatures.get('resource store') : undefined;
  return blockFeatures.get([...types, name].join(' '));
}

const nameText = (entry: Block | Attribute, types: readonly string[]): string =>
  entry.kind === 'attribute' ? `${types.at(-1)} { ${entry.name} }` : `${types.at(-1)} { ${entry.type} {} }`;

function typeSpan(entry: Block | Attribute): Span {
  const length = entry.kind === 'attribute' ? entry.nameEnd - entry.start : entry.type.length;
  return { start: entry.start, end: entry.start + length };
}

/** Expressions in places where older versions accept only constants, and blocks in modules. */
function* expressionsIn(block: Block): Iterable<Use> {
  if (block.type === 'module')
    for (const name of ['source', 'version']) yield* computed(block, name, behaviors.computedSources);
  if (block.type === 'import')
    yield { feature: behaviors.importInModules, name: 'import {}', span: typeSpan(block), only: 'modules' };
  for (const entry of block.body) {
    if (entry.kind !== 'block') continue;
    if (entry.type === 'lifecycle') yield* computed(entry, 'destroy', behaviors.computedDestroy);
    if (block.type === 'resource' && entry.type === 'lifecycle') {
      yield* computed(entry, 'prevent_destroy', behaviors.computedPreventDestroy);
      for (const trigger of entry.body) if (trigger.kind === 'block') yield* eventsIn(trigger);
    }
    if (block.type === 'terraform' && entry.type === 'backend') yield* backendUses(entry);
    if (block.type === 'terraform' && entry.type === 'required_providers')
      for (const provider of entry.body)
        if (provider.kind === 'attribute' && provider.value.kind === 'object')
          for (const { key, value } of provider.value.items)
            if (key.kind === 'name' && key.name === 'version' && hasReference(value))
              yield { feature: behaviors.computedProviderVersions, name: 'version = …', span: value };
  }
}

function* backendUses({ body }: Block): Iterable<Use> {
  for (const entry of body)
    if (entry.kind === 'block') yield* backendUses(entry);
    else if (hasReference(entry.value))
      yield {
        feature: behaviors.computedBackends,
        name: `${entry.name} = …`,
        span: entry.value,
        only: 'root',
        instead: () => t('Write the value, or pass it to init with -backend-config.'),
      };
}

function* computed(block: Block, name: string, feature: LanguageFeature): Iterable<Use> {
  const attribute = findAttribute(block, name);
  if (attribute && hasReference(attribute.value)) yield { feature, name: `${name} = …`, span: attribute.value };
}

function* eventsIn(block: Block): Iterable<Use> {
  const events = block.type === 'action_trigger' ? findAttribute(block, 'events')?.value : undefined;
  if (events?.kind !== 'tuple') return;
  for (const event of events.elements)
    if (event.kind === 'name' && /^(?:before|after)_destroy$/.test(event.name))
      yield { feature: behaviors.destroyEvents, name: event.name, span: event };
}
