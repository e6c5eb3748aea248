/** The variables from which the framework's image reads credentials, base64-encoded. Source: `oci/entrypoint_user` of the framework. */
import type { Provider } from '../../../common/protocol';

const CREDENTIALS: Readonly<Record<Provider, string | undefined>> = {
  aws: 'KBST_AUTH_AWS',
  azurerm: 'KBST_AUTH_AZ',
  google: 'KBST_AUTH_GCLOUD',
  scaleway: 'KBST_AUTH_SCW',
  kind: undefined,
};

/** Names of the variables that clouds require, sorted. */
export const credentialVariables = (providers: readonly Provider[]): string[] =>
  [...new Set(providers.flatMap(provider => CREDENTIALS[provider] ?? []))].sort();

/** The clouds whose credentials are among these variables. */
export const providersOfVariables = (names: ReadonlySet<string>): Provider[] =>
  (Object.keys(CREDENTIALS) as Provider[]).filter(provider => names.has(CREDENTIALS[provider] ?? ''));

export const isCredentialVariable = (name: string): boolean => /^KBST_AUTH_[A-Z]+$/.test(name);
