// KS411: Provider block that the plan refuses
//
// - `azurerm` needs a block `features`, even if it is empty.
// - A provider has one block for each alias, and one without an alias. With a second one, Terraform reports a duplicate provider configuration.
//
// ## Fails
//
// ```terraform
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// provider "azurerm" {}
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.34"
//     }
//     ops = {}
//   }
// }
//
// provider "aws" {
//   alias  = "eks_gc0_eu-west-1"
//   region = "eu-west-1"
// }
//
// provider "aws" {
//   alias  = "eks_gc0_eu-west-1"
//   region = "eu-west-2"
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.34"
//     }
//     ops = {}
//   }
// }
//
// provider "azurerm" {
//   features {}
// }
//
// provider "aws" {
//   alias  = "eks_gc0_eu-west-1"
//   region = "eu-west-1"
// }
//
// provider "aws" {
//   region = "eu-west-1"
// }
// ```
import { t } from '../../../common/localization';
import { labelRange, rangeIn } from '../../kubestack/modules/moduleCall';
import { literalText } from '../../kubestack/modules/literalText';
import { insertBlock } from '../../edits/entryText';
import type { Block, Item } from '../../syntax/ast';
import { findAttribute } from '../../workspace/declarations';
import { isOverride } from '../../workspace/fileNames';
import { baseNameOf } from '../../workspace/uri';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';

export const providerRefused: PlatformCheck = {
  code: 'KS411',
  title: 'Provider block that the plan refuses',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix: (_, finding) => fixes(finding),
};

interface WrittenBlock {
  readonly item: Item;
  readonly block: Block;
  readonly type: string;
}

function run(context: CheckContext): Finding[] {
  const blocks = blocksOf(context);
  return [...withoutFeatures(context, blocks), ...repeated(blocks)];
}

/** Blocks of override files change other blocks. */
const blocksOf = ({ root: { folder } }: CheckContext): WrittenBlock[] =>
  (folder?.sourceFiles() ?? []).flatMap(({ uri, items }) =>
    isOverride(baseNameOf(uri))
      ? []
      : items.flatMap(({ item }) => {
          const { node } = item;
          const type = node.kind === 'block' && node.type === 'provider' ? node.labels[0]?.name : undefined;
          return node.kind === 'block' && type !== undefined ? [{ item, block: node, type }] : [];
        }),
  );

/** https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs: "features - (Required)". */
function withoutFeatures({ isWhole, root: { folder } }: CheckContext, blocks: readonly WrittenBlock[]): Finding[] {
  if (!isWhole) return [];
  return blocks.flatMap(({ block, type }) => {
    if (type !== 'azurerm' || hasFeatures(block)) return [];
    const alias = literalText(findAttribute(block, 'alias')?.value);
    const merged = folder?.declaration('provider', alias === undefined ? type : `${type}.${alias}`);
    if (!merged || merged.overrides?.some(each => hasFeatures(each.block))) return [];
    return [{ range: labelRange(merged), message: t('azurerm needs a block "features", even if it is empty.') }];
  });
}

const hasFeatures = (block: Block): boolean =>
  block.body.some(
    entry =>
      (entry.kind === 'block' && (entry.type === 'features' || entry.type === 'dynamic')) ||
      (entry.kind === 'attribute' && entry.name === 'features'),
  );

function repeated(blocks: readonly WrittenBlock[]): Finding[] {
  const first = new Map<string, WrittenBlock>();
  return blocks.flatMap(each => {
    const { item, block, type } = each;
    const attribute = findAttribute(block, 'alias');
    const alias = literalText(attribute?.value);
    if (attribute && alias === undefined) return [];
    const key = alias === undefined ? type : `${type}.${alias}`;
    const other = first.get(key);
    if (!other) {
      first.set(key, each);
      return [];
    }
    return [
      {
        range: rangeIn(item, attribute?.value ?? block.labels[0] ?? block),
        message: t('{0} is configured twice, so the plan fails. Keep one of the blocks, or change the alias.', key),
        related: [{ message: t('The other block'), range: rangeIn(other.item, other.block.labels[0] ?? other.block) }],
      },
    ];
  });
}

function fixes({ range, related }: Finding): readonly Fix[] {
  if (related || !('item' in range)) return [];
  return [
    {
      title: t('Add features {}'),
      change: draft => void draft.edit(range.item, text => insertBlock(text, 'features {}')),
      isPreferred: true,
    },
  ];
}
