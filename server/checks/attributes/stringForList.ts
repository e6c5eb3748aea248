// KS305: String where a list is expected
//
// After v0.19.2, and in node pools of all versions, lists are written as lists. The comma-separated strings of older cluster versions are
// an error.
//
// ## Fails
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       availability_zones = "1,2"
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       availability_zones = ["1", "2"]
//     }
//   }
// }
// ```
//
// ## Passes where the module expects a string
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       availability_zones = "1,2"
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { withoutParentheses } from '../../kubestack/inheritance/configurationEntries';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { dotted } from '../../semantics/effectiveParts';
import { replaceRange } from '../fixes/rangeEdits';
import { typedString } from './typedString';
import { writtenEntries } from '../platform/writtenAttributes';

type Data = { readonly text: string };

export const stringForList: CallCheck<Data> = {
  code: 'KS305',
  title: 'String where a list is expected',
  level: 'error',
  scope: 'call',
  replaces: 'KS002',
  run,
  fix,
};

function run({ call, schemas }: CallSubject): Finding<Data>[] {
  if (!exactSchema(call, schemas) && call.module.folderUri === undefined) return [];
  return writtenEntries(call).flatMap(({ environment, path, type, value, range }) => {
    const written = withoutParentheses(value);
    if ((type?.kind !== 'list' && type?.kind !== 'set') || type.element.kind === 'object') return [];
    if (written.kind !== 'text' && written.kind !== 'template') return [];
    const { item } = range;
    const text = typedString(item.text.slice(written.start, written.end), type);
    return [
      {
        range: { item, start: written.start, end: written.end },
        message: t('"{0}" in "{1}" is a string; the module expects a list, {2}.', dotted(path), environment, text),
        data: { text },
      },
    ];
  });
}

function fix(_: CallSubject, { range, data: { text } }: Finding<Data>): readonly Fix[] {
  return [{ title: t('Write {0}', text), change: draft => replaceRange(draft, range, text), isPreferred: true }];
}
