// KS518: Name is repeated in a list
//
// Kustomize applies the entries of `replicas` and `images` one after the other, so that only the last entry of a name has an effect. Keep one of
// them.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_app" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/app.yaml"]
//       replicas = [
//         { name = "web", count = 3 },
//         { name = "web", count = 5 },
//       ]
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_service_app" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/app.yaml"]
//       replicas = [
//         { name = "web", count = 3 },
//         { name = "worker", count = 5 },
//       ]
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { forEachPart, type Finding, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { namedEntries, serviceCalls } from '../platform/serviceManifests';

export const nameRepeated: PlatformCheck = {
  code: 'KS518',
  title: 'Name is repeated in a list',
  level: 'warning',
  scope: 'platform',
  run: context => forEachPart(serviceCalls(context), call => findingsFor(context, call)),
};

function findingsFor({ model }: CheckContext, call: ModuleCall): Finding[] {
  const effective = model.effectiveConfiguration(call);
  return ['replicas', 'images'].flatMap(list =>
    writtenIn(effective, [list]).flatMap(({ environment, value }) => {
      const entries = namedEntries(value);
      return entries.flatMap(({ name, origin }, index) => {
        const last = entries.findLast(each => each.name === name);
        if (!origin || !last?.origin || last === entries[index]) return [];
        return [
          {
            range: valueOnly(origin),
            message: t(
              '"{0}" is repeated in {1} of "{2}": only the last entry has an effect.',
              name,
              list,
              environment,
            ),
            related: [{ message: t('The last entry'), range: valueOnly(last.origin) }],
          },
        ];
      });
    }),
  );
}
