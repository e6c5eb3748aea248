// KS526: Wrong address in a moved, removed or import block
//
// A `moved` block tells Terraform the new address of what is in the state. It moves nothing, or does harm, if
//
// - no module or resource has the address in `to`: what is in the state is moved there, and destroyed, because nothing declares it anymore.
// - the sides are swapped: the module or resource of `from` is declared, and that of `to` isn't, so the plan fails.
// - the module or resource of `from` is still declared: the plan fails.
// - two blocks have the same address in `to`: the plan fails.
//
// The plan fails for a `removed` block whose module or resource is still declared, and for an `import` block whose module or resource isn't. If
// only the resource is missing, `terraform plan -generate-config-out=…` can write it.
//
// An address in the middle of a chain of `moved` blocks need not be declared, nor one in a `removed` block. The blocks of the platform's local
// modules are checked, too.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_spot" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// moved {
//   from = module.eks_gc0_eu-west-1_node_pool_batch
//   to   = module.eks_gc0_eu-west-1_node_pool_spots
// }
// ```
//
// ## Fails with swapped sides
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_spot" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// moved {
//   from = module.eks_gc0_eu-west-1_node_pool_spot
//   to   = module.eks_gc0_eu-west-1_node_pool_batch
// }
// ```
//
// ## Fails for a resource
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
// resource "aws_db_instance" "orders" {
// }
//
// moved {
//   from = aws_db_instance.orders
//   to   = aws_db_instance.database
// }
// ```
//
// ## Fails without a fix: removed and import blocks
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
// removed {
//   from = module.eks_gc0_eu-west-1
// }
//
// import {
//   to = aws_s3_bucket.backups
//   id = "platform-backups"
// }
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_spot" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_node_pool_large" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// moved {
//   from = module.eks_gc0_eu-west-1_node_pool_spot
//   to   = module.eks_gc0_eu-west-1_node_pool_large
// }
//
// moved {
//   from = module.eks_gc0_eu-west-1_node_pool_cheap
//   to   = module.eks_gc0_eu-west-1_node_pool_large
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_spot" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// moved {
//   from = module.eks_gc0_eu-west-1_node_pool_cheap
//   to   = module.eks_gc0_eu-west-1_node_pool_batch
// }
//
// moved {
//   from = module.eks_gc0_eu-west-1_node_pool_batch
//   to   = module.eks_gc0_eu-west-1_node_pool_spot
// }
// ```
import { sentences, t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { closestName } from '../../hcl/closestName';
import type { SourceRange } from '../../hcl/model';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { movedBlocks, type MovedBlock } from '../../semantics/movedBlocks';
import type { Block, Item } from '../../syntax/ast';
import { findAttribute } from '../../workspace/declarations';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { forEachPart, type Finding, type Findings, type Fix, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';
import { platformFolders } from '../platform/platformFolders';

/** The new text of `to`, and that of `from` if the sides are swapped. */
type Data = { readonly to: string; readonly from?: string } | undefined;

export const movedRefused: PlatformCheck<Data> = {
  code: 'KS526',
  title: 'Wrong address in a moved, removed or import block',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix: (_, finding) => fixes(finding),
};

interface Side {
  /** The address as it is written. */
  readonly text: string;
  /** The address in its module, without keys and what is inside of it: `module.orders`, `aws_db_instance.orders`. */
  readonly address: string;
  readonly range: SourceRange;
}

interface Move {
  readonly from: Side;
  readonly to: Side;
}

/** What a module declares. */
interface Declared {
  /** By address: `module.orders`, `aws_db_instance.orders`. */
  readonly blocks: ReadonlyMap<string, Block>;
  /** The addresses in `removed` blocks. */
  readonly removed: ReadonlySet<string>;
}

function run(context: CheckContext): Findings<Data> {
  return forEachPart(platformFolders(context), folder => {
    const moves = folder.hasDiagnostics ? [] : movedBlocks(folder).flatMap(moveOf);
    const others = folder.hasDiagnostics ? [] : otherAddresses(folder);
    if (moves.length + others.length === 0) return [];
    const declared = declaredIn(folder);
    const ofMoves = moves.flatMap((move, index) => {
      const twin = moves.slice(0, index).find(({ to }) => to.text === move.to.text);
      if (!twin) return problemsOf(move, moves, declared);
      return [
        {
          range: move.from.range,
          message: t('Two blocks move to {0}, so the plan fails. Keep one of them.', move.to.text),
          related: [{ message: t('The other block'), range: twin.from.range }],
        },
      ];
    });
    return [...ofMoves, ...others.flatMap(each => problemOf(each, declared))];
  });
}

/** An address in a `removed` or an `import` block. */
interface OtherAddress {
  readonly type: 'removed' | 'import';
  readonly side: Side;
}

const otherAddresses = (folder: ModuleFolder): OtherAddress[] =>
  folder.sourceFiles().flatMap(({ items }) =>
    items.flatMap(({ item }): OtherAddress[] => {
      const type = item.node.kind === 'block' ? item.node.type : undefined;
      if (type !== 'removed' && type !== 'import') return [];
      const side = sideOf(item, type === 'removed' ? 'from' : 'to');
      return side ? [{ type, side }] : [];
    }),
  );

/** https://developer.hashicorp.com/terraform/language/block/removed and https://developer.hashicorp.com/terraform/language/block/import. */
function problemOf({ type, side }: OtherAddress, { blocks }: Declared): Finding<Data>[] {
  const { text, address, range } = side;
  if (type === 'removed')
    return text === address && blocks.has(address)
      ? [{ range, message: t("{0} is still declared, so it can't be removed: the plan fails.", text) }]
      : [];
  if (blocks.has(address)) return [];
  const [kind, name] = partsOf(address);
  if (kind !== 'module')
    return [
      {
        range,
        level: 'warning',
        message: t('{0} is not declared: the plan fails without -generate-config-out.', address),
      },
    ];
  return [{ range, message: t('No module is called {0}, so the plan fails.', name) }];
}

function declaredIn(folder: ModuleFolder): Declared {
  const blocks = new Map<string, Block>();
  const removed = new Set<string>();
  for (const { items } of folder.sourceFiles())
    for (const { item } of items) {
      const { node } = item;
      if (node.kind !== 'block') continue;
      const [first, second] = node.labels;
      if (node.type === 'module' && first) blocks.set(`module.${first.name}`, node);
      else if (node.type === 'resource' && first && second) blocks.set(`${first.name}.${second.name}`, node);
      else if (node.type === 'removed') {
        const value = findAttribute(node, 'from')?.value;
        const address = value && addressOf(item.text.slice(value.start, value.end));
        if (address !== undefined) removed.add(address);
      }
    }
  return { blocks, removed };
}

/** https://developer.hashicorp.com/terraform/language/block/moved: an address that is declared can't be moved away from. */
function problemsOf({ from, to }: Move, moves: readonly Move[], { blocks, removed }: Declared): Finding<Data>[] {
  const origin = from.text === from.address && from.address !== to.address ? blocks.get(from.address) : undefined;
  // An instance without a key is free to move to one with a key if its block has only instances with keys now.
  const isStill = origin && (to.text === to.address || !hasKeys(origin));
  if (blocks.has(to.address))
    return isStill
      ? [
          {
            range: from.range,
            message: t("{0} is still declared, so it can't be moved to {1}: the plan fails.", from.text, to.text),
          },
        ]
      : [];
  if (removed.has(to.address) || moves.some(each => each.from.address === to.address)) return [];
  if (isStill)
    return [
      {
        range: from.range,
        message: t(
          "{0} is declared and {1} isn't, so the plan fails. Swap the sides of the block.",
          from.text,
          to.text,
        ),
        data: { from: to.text, to: from.text },
      },
    ];
  const [type, name] = partsOf(to.address);
  const others = [...blocks.keys()].filter(each => each !== from.address).map(partsOf);
  const meant = closestName(
    name,
    others.flatMap(([otherType, other]) => (otherType === type ? [other] : [])),
  );
  return [
    {
      range: to.range,
      // What was moved and removed later leaves such a block behind.
      level: meant === undefined ? 'warning' : 'error',
      message: sentences(
        type === 'module'
          ? t('No module is called {0}: what the state has under {1} is destroyed.', name, from.text)
          : t('No resource is called {0}: what the state has under {1} is destroyed.', to.address, from.text),
        meant === undefined ? undefined : t('Did you mean {0}?', meant),
      ),
      ...(meant === undefined ? {} : { data: { to: to.text.replace(to.address, () => `${type}.${meant}`) } }),
    },
  ];
}

const hasKeys = (block: Block): boolean => ['count', 'for_each'].some(name => findAttribute(block, name));

/** The type, which is `module` for modules, and the name. */
function partsOf(address: string): readonly [type: string, name: string] {
  const dot = address.indexOf('.');
  return [address.slice(0, dot), address.slice(dot + 1)];
}

/** The beginning of an address; undefined for data sources, which have no `moved` blocks. */
const addressOf = (text: string): string | undefined => /^(?!data\.)[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*/.exec(text)?.[0];

/** Nothing for a block with only one side, and for addresses of other things. */
function moveOf({ item }: MovedBlock): Move[] {
  const [from, to] = [sideOf(item, 'from'), sideOf(item, 'to')];
  return from && to ? [{ from, to }] : [];
}

function sideOf(item: Item, name: string): Side | undefined {
  const attribute = item.node.kind === 'block' ? findAttribute(item.node, name) : undefined;
  if (!attribute) return undefined;
  const range = rangeIn(item, attribute.value);
  const text = item.text.slice(range.start, range.end);
  const address = addressOf(text);
  return address === undefined ? undefined : { text, address, range };
}

function fixes({ range, data }: Finding<Data>): readonly Fix[] {
  if (!data || !('item' in range)) return [];
  const { item } = range;
  if (data.from === undefined)
    return [
      { title: t('Change to {0}', data.to), change: draft => replaceRange(draft, range, data.to), isPreferred: true },
    ];
  const { from, to } = data;
  return [
    {
      title: t('Swap the sides'),
      change: draft => void draft.edit(item, text => swapped(text, from, to)),
      isPreferred: true,
    },
  ];
}

const swapped = (text: string, from: string, to: string): string | undefined => {
  const first = setValue(text, ['from'], from);
  return first && setValue(first, ['to'], to);
};
