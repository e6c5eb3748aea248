// KS209: Override replaces an object of the base
//
// Inheritance does not merge deeply. Up to v0.19.2-beta.0 and in catalog services, an environment inherits whole attributes: an override of
// a map or object replaces the value of the base with all its keys. In later versions, the same applies one level deeper. Repeat the keys
// that are still needed.
//
// The check ignores empty objects and maps.
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
//       common_labels = {
//         team  = "platform"
//         phase = "live"
//       }
//     }
//     ops = {
//       common_labels = {
//         phase = "trial"
//       }
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
//       common_labels = {
//         team  = "platform"
//         phase = "live"
//       }
//     }
//     ops = {
//       common_labels = {
//         team  = "platform"
//         phase = "trial"
//       }
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { setValue, sourceTextAt } from '../../edits/entryText';
import { keyRange } from '../../semantics/configurationRanges';
import type { Value } from '../../hcl/model';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix, editConfiguration } from '../fixes/draftFix';
import { dotted } from '../../semantics/effectiveParts';
import { givenAttributes } from '../platform/givenAttributes';

type Data = { readonly environment: string; readonly path: readonly string[]; readonly keys: readonly string[] };

export const structureOverride: CallCheck<Data> = {
  code: 'KS209',
  title: 'Override replaces an object of the base',
  level: 'warning',
  scope: 'call',
  run,
  fix,
};

interface Lost {
  readonly path: readonly string[];
  readonly keys: readonly string[];
}

function run(subject: CallSubject): Finding<Data>[] {
  const {
    call,
    effective: { environments, baseKey, usesWorkspace },
    request,
  } = subject;
  const base = environments.get(baseKey);
  if (!base || usesWorkspace) return [];
  const given = givenAttributes(subject);
  return [...environments].flatMap(([environment, { value }]) => {
    if (environment === baseKey) return [];
    return lostIn(value, base.value, []).flatMap(({ path, keys }): Finding<Data>[] => {
      const own = given.findLast(each => each.environment === environment && dotted(each.path) === dotted(path));
      if (!own?.value || !isStructure(own.value) || own.value.entries.size === 0) return [];
      const range = own.keyRange;
      const inBase = given.findLast(each => each.environment === baseKey && dotted(each.path) === dotted(path));
      const from = inBase?.keyRange ?? keyRange(request, call, baseKey, path);
      return [
        {
          range,
          message: t(
            '"{0}" in "{1}" replaces the whole value of "{2}", which removes {3}.',
            dotted(path),
            environment,
            baseKey,
            keys.join(', '),
          ),
          ...(from ? { related: [{ message: t('The value in "{0}"', baseKey), range: from }] } : {}),
          data: { environment, path, keys },
        },
      ];
    });
  });
}

/** Keys that objects and maps have in the base, but not in the environment. Top-level attributes are always inherited. */
function lostIn(own: Value | undefined, base: Value | undefined, path: readonly string[]): Lost[] {
  if (!isStructure(own) || !isStructure(base) || own.sensitive || base.sensitive) return [];
  const keys = [...base.entries].flatMap(([key, value]) =>
    value.kind !== 'null' && value.kind !== 'unknown' && isAbsent(own.entries.get(key)) ? key : [],
  );
  const here = path.length > 0 && keys.length > 0 ? [{ path, keys }] : [];
  const below = [...base.entries].flatMap(([key, value]) => lostIn(own.entries.get(key), value, [...path, key]));
  return [...here, ...below];
}

const isStructure = (value: Value | undefined): value is Value & { entries: ReadonlyMap<string, Value> } =>
  value?.kind === 'object' || value?.kind === 'map';
const isAbsent = (value: Value | undefined): boolean => value === undefined || value.kind === 'null';

/** Adds the lost keys with the values of the base. */
function fix(
  { call, effective: { baseKey }, request }: CallSubject,
  { data: { environment, path, keys } }: Finding<Data>,
): readonly Fix[] {
  return draftFix(
    request,
    t('Copy {0} from {1}', keys.join(', '), baseKey),
    draft =>
      editConfiguration(draft, call, text => {
        let result: string | undefined = text;
        for (const key of keys) {
          const value = sourceTextAt(text, ['configuration', baseKey, ...path, key]);
          result = result && value && setValue(result, ['configuration', environment, ...path, key], value);
        }
        return result;
      }),
    false,
  );
}
