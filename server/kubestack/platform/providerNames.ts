/** Names of the clouds for users. */
import type { Provider } from '../../../common/protocol';

/** In the Clusters table of a README. */
export const PROVIDER_TITLES: Readonly<Record<Provider, string>> = {
  aws: 'EKS (AWS)',
  azurerm: 'AKS (Azure)',
  google: 'GKE (Google Cloud)',
  scaleway: 'Kapsule (Scaleway)',
  kind: 'kind',
};
