// KS316: Scaleway provider is in another region
//
// The region of a Scaleway cluster is set twice, in the configuration and on the provider. Resources for which the module sets no region
// are created in the provider's region.
//
// ## Fails
//
// ```terraform scw_web0_nl-ams_cluster.tf
// module "scw_web0_nl-ams" {
//   providers = {
//     scaleway = scaleway.scw_web0_nl-ams
//   }
//
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       region = "nl-ams"
//     }
//   }
// }
// ```
//
// ```terraform scw_web0_nl-ams_providers.tf
// provider "scaleway" {
//   alias  = "scw_web0_nl-ams"
//   region = "fr-par"
// }
// ```
//
// ## Passes
//
// ```terraform scw_web0_nl-ams_cluster.tf
// module "scw_web0_nl-ams" {
//   providers = {
//     scaleway = scaleway.scw_web0_nl-ams
//   }
//
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       region = "nl-ams"
//     }
//   }
// }
// ```
//
// ```terraform scw_web0_nl-ams_providers.tf
// provider "scaleway" {
//   alias  = "scw_web0_nl-ams"
//   region = "nl-ams"
// }
// ```
import { t } from '../../../common/localization';
import { literalText } from '../../kubestack/modules/literalText';
import { providerOf } from '../../kubestack/platform/clusterRegion';
import { evaluateIn } from '../../kubestack/modules/instanceReferences';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { effectiveAttributeAt, stringValue, effectiveValueAt } from '../../semantics/effectiveParts';
import { perCall } from '../engine/perCall';
import { replaceRange } from '../fixes/rangeEdits';
import { clusterCalls } from '../platform/platformLayout';

type Data = { readonly region: string } | undefined;

export const regionDiffers: PlatformCheck<Data> = {
  code: 'KS316',
  title: 'Scaleway provider is in another region',
  level: 'warning',
  scope: 'platform',
  run: context => forEachPart(clusterCalls(context), call => findingsFor(call, context.model)),
  fix,
};

const findingsFor = perCall('cluster', (call, model, reads): Finding<Data>[] => {
  if (call.module.provider !== 'scaleway') return [];
  const provider = providerOf(call, 'scaleway') ?? 'scaleway';
  const block = reads.read(model.sourcesOf(call.instance).declaration('provider', provider));
  const written = block && declaredAttribute(block, 'region');
  if (!written) return [];
  const { item, attribute } = written;
  const { environments } = model.effectiveConfiguration(call, reads);
  for (const [environment, inEffect] of environments) {
    const region = stringValue(effectiveValueAt(inEffect, ['region']));
    if (!region) continue;
    const ofProvider = stringValue(evaluateIn(model, call.instance, item, attribute.value, environment, reads).value);
    if (!ofProvider || region === ofProvider) continue;
    const range = effectiveAttributeAt(inEffect, ['region'])?.range;
    return [
      {
        range: rangeIn(item, attribute.value),
        message: t(
          'The provider is in {0}, but {1} is in {2} (environment "{3}").',
          ofProvider,
          call.name,
          region,
          environment,
        ),
        related: range ? [{ message: `region = ${region}`, range }] : [],
        ...(literalText(attribute.value) === undefined ? {} : { data: { region } }),
      },
    ];
  }
  return [];
});

function fix(_: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  // The value of an expression may be used elsewhere.
  if (data === undefined) return [];
  const region = JSON.stringify(data.region);
  return [
    { title: t('Change to {0}', region), change: draft => replaceRange(draft, range, region), isPreferred: true },
  ];
}
