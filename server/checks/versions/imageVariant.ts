// KS107: Image lacks the tools of a cloud
//
// An image whose tag ends with `-eks` only contains the tools for AWS. A platform with clusters in several clouds needs the image without a
// suffix.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
//
// module "gke_gc0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0-eks
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0-eks
// ```
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import { frameworkImages } from '../platform/frameworkImages';
import { replaceRange } from '../fixes/rangeEdits';

/** Suffix of the image → cloud provider whose tools it contains. */
const VARIANTS: Readonly<Record<string, string>> = {
  eks: 'aws',
  gke: 'google',
  aks: 'azurerm',
  scw: 'scaleway',
  kind: 'kind',
};
const CLOUDS: Readonly<Record<string, string>> = {
  aws: 'EKS',
  google: 'GKE',
  azurerm: 'AKS',
  scaleway: 'Scaleway',
  kind: 'kind',
};

export const imageVariant: PlatformCheck = {
  code: 'KS107',
  title: 'Image lacks the tools of a cloud',
  level: 'warning',
  scope: 'platform',
  run: context => {
    const file = context.file('Dockerfile');
    if (!file) return [];
    return frameworkImages(file).flatMap(({ variant, variantRange }) => {
      const has = ownProperty(VARIANTS, variant ?? '');
      if (has === undefined) return [];
      const other = context.calls.find(
        ({ module, instance }) =>
          module.kind === 'cluster' && module.provider !== undefined && module.provider !== has && !instance.parent,
      );
      if (!other) return [];
      const name = CLOUDS[other.module.provider!] ?? other.module.provider!;
      return [
        {
          range: variantRange,
          message: t('The -{0} image lacks the tools for {1}. Use the image without a suffix.', variant!, name),
          related: [{ message: t('A cluster of {0}', name), range: labelRange(other.declaration) }],
        },
      ];
    });
  },
  fix: (_context, finding) => fixes(finding),
};

const fixes = ({ range }: Finding): Fix[] => [
  { title: t('Remove the suffix'), change: draft => replaceRange(draft, range, ''), isPreferred: true },
];
