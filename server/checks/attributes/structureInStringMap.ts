// KS304: List or object where a string is expected
//
// Up to v0.19.2, the attributes of clusters are strings: lists are separated by commas, and maps are `key=value` pairs. Terraform reports
// "string required" for anything else.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix                  = "gc0"
//       cluster_availability_zones   = ["eu-west-1a", "eu-west-1b"]
//       cluster_additional_node_tags = { team = "platform" }
//     }
//   }
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
//     apps = {
//       name_prefix                  = "gc0"
//       cluster_availability_zones   = "eu-west-1a,eu-west-1b"
//       cluster_additional_node_tags = "team=platform"
//       cluster_vpc_cidr             = join(".", [10, 0, "0.0/16"])
//     }
//   }
// }
// ```
//
// ## Passes in node pools, whose attributes are typed
//
// ```terraform
// module "gke_gc0_europe-west1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { node_locations = ["europe-west1-b"] }
//   }
// }
// ```
import { sentences, t } from '../../../common/localization';
import { quoteString } from '../../semantics/hclPrinter';
import { literalKey } from '../../hcl/values/objectKey';
import { withoutParentheses } from '../../kubestack/inheritance/configurationEntries';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { Expression } from '../../syntax/ast';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { dotted } from '../../semantics/effectiveParts';
import { replaceRange } from '../fixes/rangeEdits';
import { writtenEntries } from '../platform/writtenAttributes';

type Data = { readonly text: string } | undefined;

export const structureInStringMap: CallCheck<Data> = {
  code: 'KS304',
  title: 'List or object where a string is expected',
  level: 'error',
  scope: 'call',
  replaces: 'KS002',
  run,
  fix,
};

function run({ call, schemas }: CallSubject): Finding<Data>[] {
  const { configurationType, folderUri } = call.module;
  if (configurationType.kind !== 'map' || configurationType.element.kind !== 'map') return [];
  if (configurationType.element.element.kind !== 'string') return [];
  if (!exactSchema(call, schemas) && folderUri === undefined) return [];
  return writtenEntries(call).flatMap(({ environment, path, value, range }) => {
    const written = withoutParentheses(value);
    if (path.length !== 1 || (written.kind !== 'tuple' && written.kind !== 'object')) return [];
    const text = stringOf(written);
    const values = [dotted(path), environment] as const;
    return [
      {
        range: { item: range.item, start: written.start, end: written.end },
        message: sentences(
          written.kind === 'tuple'
            ? t('"{0}" in "{1}" is a list; up to v0.19.2 the module expects a string.', ...values)
            : t('"{0}" in "{1}" is an object; up to v0.19.2 the module expects a string.', ...values),
          text && t('Write {0}.', text),
        ),
        ...(text === undefined ? {} : { data: { text } }),
      },
    ];
  });
}

/** A list or map of plain values as a quoted string, such as `"a,b"` or `"a=1,b=2"`; undefined for other expressions. */
function stringOf(expression: Expression): string | undefined {
  const parts =
    expression.kind === 'tuple'
      ? expression.elements.map(plain)
      : expression.kind === 'object'
        ? expression.items.map(({ key, value }) => {
            const [name, text] = [literalKey(key), plain(value)];
            return name === undefined || text === undefined ? undefined : `${name}=${text}`;
          })
        : [undefined];
  return parts.includes(undefined) ? undefined : quoteString(parts.join(','));
}

function plain(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'text':
      return /[,\n]/.test(expression.value) ? undefined : expression.value;
    case 'number':
      return expression.text;
    case 'bool':
      return String(expression.value);
    default:
      return undefined;
  }
}

function fix(_: CallSubject, { range, data }: Finding<Data>): readonly Fix[] {
  const text = data?.text;
  if (typeof text !== 'string') return [];
  return [{ title: t('Write {0}', text), change: draft => replaceRange(draft, range, text), isPreferred: true }];
}
