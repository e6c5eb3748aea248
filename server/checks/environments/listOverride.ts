// KS208: Override replaces a list of the base
//
// Lists are never merged. An override replaces the whole list of the base, so entries of the base that are still needed have to be
// repeated.
//
// The check ignores a list that repeats an entry of the base or changes one with the same name, and an empty list.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {
//       patches = [
//         {
//           patch = "controller"
//           target = {
//             kind = "Deployment"
//             name = "controller"
//           }
//         }
//       ]
//     }
//     ops = {
//       patches = [
//         {
//           patch = "replicas"
//           target = {
//             kind = "Deployment"
//             name = "replicas"
//           }
//         }
//       ]
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {
//       patches = [
//         {
//           patch = "controller"
//           target = {
//             kind = "Deployment"
//             name = "controller"
//           }
//         }
//       ]
//     }
//     ops = {
//       patches = [
//         {
//           patch = "controller"
//           target = {
//             kind = "Deployment"
//             name = "controller"
//           }
//         },
//         {
//           patch = "replicas"
//           target = {
//             kind = "Deployment"
//             name = "replicas"
//           }
//         }
//       ]
//     }
//   }
// }
// ```
//
// ## Passes if an entry changes a value
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {
//       images = [{
//         name    = "controller"
//         new_tag = "1.10"
//       }]
//     }
//     ops = {
//       images = [{
//         name    = "controller"
//         new_tag = "1.11"
//       }]
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { equals } from '../../hcl/values/equality';
import { containsSensitive, whollyKnown } from '../../hcl/values/value';
import { withoutParentheses } from '../../kubestack/inheritance/configurationEntries';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix } from '../fixes/draftFix';
import { dotted, effectiveValueAt } from '../../semantics/effectiveParts';
import { writtenEntries, type WrittenEntry } from '../platform/writtenAttributes';
import type { Value } from '../../hcl/model';

type Data = { readonly environment: string; readonly path: readonly string[] };

export const listOverride: CallCheck<Data> = {
  code: 'KS208',
  title: 'Override replaces a list of the base',
  level: 'warning',
  scope: 'call',
  run,
  fix,
};

function run({ call, effective: { environments, baseKey, usesWorkspace } }: CallSubject): Finding<Data>[] {
  const base = environments.get(baseKey);
  if (!base || usesWorkspace) return [];
  const entries = writtenEntries(call);
  return entries.flatMap(({ environment, path, keyRange }) => {
    const inEffect = environments.get(environment);
    if (!inEffect || environment === baseKey || !isAdditive(call.module.kind, path)) return [];
    const own = elements(effectiveValueAt(inEffect, path));
    const inherited = elements(effectiveValueAt(base, path));
    if (!own || !inherited || own.length === 0 || inherited.length === 0) return [];
    if (inherited.some(each => own.some(other => isSame(each, other)))) return [];
    const written = entries.find(each => each.environment === baseKey && dotted(each.path) === dotted(path));
    const values = [dotted(path), environment, baseKey] as const;
    return [
      {
        range: keyRange,
        message:
          inherited.length === 1
            ? t('"{0}" in "{1}" replaces the entry of "{2}". Lists are not merged.', ...values)
            : t('"{0}" in "{1}" replaces the {3} entries of "{2}". Lists are not merged.', ...values, inherited.length),
        ...(written ? { related: [{ message: t('The list in "{0}"', baseKey), range: written.keyRange }] } : {}),
        data: { environment, path },
      },
    ];
  });
}

/** Whether a list is usually extended. Lists of alternatives, such as machine types and zones, are meant to be replaced. */
const isAdditive = (kind: string, path: readonly string[]): boolean =>
  !path.includes('*') && (kind === 'service' || path.at(-1) === 'taints');

function elements(value: Value | undefined): readonly Value[] | undefined {
  if (!value || !('elements' in value) || !whollyKnown(value) || containsSensitive(value)) return undefined;
  return value.elements;
}

/** Whether two elements are probably meant to be the same: equal values, the same name, target or key, or the same file name. */
function isSame(a: Value, b: Value): boolean {
  if (equals(a, b) !== false) return true;
  if (a.kind === 'string' && b.kind === 'string') return fileName(a.value) === fileName(b.value);
  return ['name', 'target', 'key'].some(each => {
    const [mine, other] = [entryOf(a, each), entryOf(b, each)];
    return mine !== undefined && other !== undefined && mine.kind !== 'null' && equals(mine, other) === true;
  });
}

const entryOf = (value: Value, name: string): Value | undefined =>
  value.kind === 'object' || value.kind === 'map' ? value.entries.get(name) : undefined;

/** The last part of a path. */
const fileName = (text: string): string => text.slice(text.lastIndexOf('/') + 1);

/** Adds the base's elements before the environment's own. */
function fix(
  { call, effective, request }: CallSubject,
  { data: { environment, path } }: Finding<Data>,
): readonly Fix[] {
  const entries = writtenEntries(call).filter(each => dotted(each.path) === dotted(path));
  const own = tupleOf(entries.findLast(each => each.environment === environment));
  const inherited = tupleOf(entries.findLast(each => each.environment === effective.baseKey));
  if (!own || !inherited) return [];
  const texts = inherited.tuple.elements.map(({ start, end }) => inherited.item.text.slice(start, end));
  const isSpread = own.item.text.slice(own.tuple.start, own.tuple.elements[0]?.start).includes('\n');
  const added = isSpread ? texts.map(text => `\n${text},`).join('') : texts.map(text => `${text}, `).join('');
  const at = own.tuple.start + 1;
  const title = t('Copy the entries from {0}', effective.baseKey);
  return draftFix(request, title, draft => draft.replace({ item: own.item, start: at, end: at }, added), false);
}

function tupleOf(entry: WrittenEntry | undefined) {
  const tuple = entry && withoutParentheses(entry.value);
  return entry && tuple?.kind === 'tuple' && tuple.elements.length > 0 ? { item: entry.range.item, tuple } : undefined;
}
