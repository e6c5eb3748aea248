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

/** The variables that show that a command gets the credentials of a cloud without a secret, by OpenID Connect. */
const KEYLESS: Readonly<Partial<Record<Provider, string>>> = {
  aws: 'AWS_SESSION_TOKEN',
  azurerm: 'ARM_USE_OIDC',
  google: 'GOOGLE_APPLICATION_CREDENTIALS',
};

/** The clouds whose credentials come without a secret. @param names of the variables that a command gets */
export const keylessProviders = (names: ReadonlySet<string>): Provider[] =>
  (Object.keys(KEYLESS) as Provider[]).filter(provider => names.has(KEYLESS[provider] ?? ''));

export const isCredentialVariable = (name: string): boolean => /^KBST_AUTH_[A-Z]+$/.test(name);

/** How a state backend signs in. `profile`: with a profile of the AWS credentials; `accessKey`: with the key of the storage account. */
export interface StateAccess {
  readonly backend: 's3' | 'scaleway' | 'gcs' | 'azurerm';
  readonly by?: 'profile' | 'accessKey';
}

const AWS_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
const PRINCIPAL = ['ARM_CLIENT_ID', 'ARM_CLIENT_SECRET', 'ARM_SUBSCRIPTION_ID', 'ARM_TENANT_ID'];
const CLOUDS = { s3: 'aws', scaleway: undefined, gcs: 'google', azurerm: 'azurerm' } as const;

/**
 * The variables from which the backend reads its credentials, sorted; empty if it uses those of the clusters. The image of another cloud ignores
 * `KBST_AUTH_…`, but passes on these variables.
 */
export function stateVariables({ backend, by }: StateAccess, providers: readonly Provider[]): readonly string[] {
  const cloud = CLOUDS[backend];
  if (by === 'profile' || (cloud !== undefined && providers.includes(cloud))) return [];
  if (backend === 'gcs') return ['GOOGLE_CREDENTIALS'];
  if (backend === 'azurerm') return by === 'accessKey' ? ['ARM_ACCESS_KEY'] : PRINCIPAL;
  return AWS_KEYS;
}

/** Those of the variables that are credentials of a state backend. */
export const stateVariablesAmong = (names: ReadonlySet<string>): string[] =>
  [...AWS_KEYS, 'GOOGLE_CREDENTIALS', 'ARM_ACCESS_KEY', ...PRINCIPAL].filter(name => names.has(name)).sort();
