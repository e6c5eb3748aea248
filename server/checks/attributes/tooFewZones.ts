// KS309: EKS needs two zones
//
// AWS requires at least two availability zones for the control plane of a cluster. A list in an environment replaces the base's list.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       cluster_availability_zones = "eu-west-1a,eu-west-1b"
//     }
//     ops = {
//       cluster_availability_zones = "eu-west-1a"
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
//       cluster_availability_zones = "eu-west-1a,eu-west-1b"
//     }
//     ops = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix, setInEnvironment } from '../fixes/draftFix';
import { listElements, valueOnly, writtenIn } from '../../semantics/effectiveParts';

type Data = { readonly environment: string; readonly isText: boolean; readonly only?: string };

export const tooFewZones: CallCheck<Data> = {
  code: 'KS309',
  title: 'EKS needs two zones',
  level: 'error',
  scope: 'call',
  run,
  fix,
};

const PATH = ['cluster_availability_zones'];

function run({ call, effective }: CallSubject): Finding<Data>[] {
  if (call.module.kind !== 'cluster' || call.module.provider !== 'aws' || isLocal(call.module.source)) return [];
  return writtenIn(effective, PATH).flatMap(({ environment, attribute, value }) => {
    const zones = listElements(value);
    const different = new Set(zones?.map(({ text }) => text));
    if (!zones || different.size > 1) return [];
    const [only] = different;
    return [
      {
        range: attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration),
        message:
          only === undefined
            ? t('"{0}" has no zone; EKS requires two.', environment)
            : t('"{0}" has only the zone {1}; EKS requires two.', environment, only),
        data: { environment, isText: value.kind === 'string', ...(only === undefined ? {} : { only }) },
      },
    ];
  });
}

/** Local clusters of older versions have no zones. */
const isLocal = (source: string): boolean => /cluster-local/.test(source);

function fix({ call, request }: CallSubject, { data: { environment, isText, only } }: Finding<Data>): readonly Fix[] {
  const other = only?.replace(/[a-z]$/, letter => (letter === 'a' ? 'b' : 'a'));
  if (only === undefined || other === undefined || other === only || !/\d[a-z]$/.test(only)) return [];
  const zones = [only, other];
  const text = isText ? JSON.stringify(zones.join(',')) : `[${zones.map(zone => JSON.stringify(zone)).join(', ')}]`;
  return draftFix(request, t('Add {0}', other), draft => setInEnvironment(draft, call, environment, [[PATH, text]]));
}
