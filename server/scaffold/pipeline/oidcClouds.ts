/** The clouds that a GitHub workflow can use without secrets, by OpenID Connect, and the names of their variables. */
import type { Provider } from '../../../common/protocol';

/** The part of the facts of a pipeline that determines it. */
export interface OidcFacts {
  readonly providers: readonly Provider[];
  readonly oidc?: boolean | undefined;
}

export type OidcCloud = 'aws' | 'azurerm' | 'google';

/** Variables of the repository: of the reading role, of the changing one, and others. */
export const OIDC_VARIABLES: Readonly<Record<OidcCloud, readonly [plan: string, apply: string, ...others: string[]]>> =
  {
    aws: ['AWS_PLAN_ROLE', 'AWS_APPLY_ROLE'],
    azurerm: ['ARM_PLAN_CLIENT_ID', 'ARM_APPLY_CLIENT_ID', 'ARM_TENANT_ID', 'ARM_SUBSCRIPTION_ID'],
    google: ['GOOGLE_PLAN_ACCOUNT', 'GOOGLE_APPLY_ACCOUNT', 'GOOGLE_IDENTITY_PROVIDER'],
  };

/** Variables that a command passes to the container. */
const PASSED: Readonly<Record<OidcCloud, readonly string[]>> = {
  aws: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  azurerm: [
    ...['ARM_USE_OIDC', 'ARM_CLIENT_ID', 'ARM_TENANT_ID', 'ARM_SUBSCRIPTION_ID'],
    ...['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_URL'],
  ],
  google: ['GOOGLE_APPLICATION_CREDENTIALS="/infra/${GOOGLE_APPLICATION_CREDENTIALS##*/}"'],
};

/** The clouds that a pipeline uses without secrets. */
export const oidcClouds = ({ providers, oidc }: OidcFacts): OidcCloud[] =>
  oidc ? (Object.keys(PASSED) as OidcCloud[]).filter(cloud => providers.includes(cloud)) : [];

export const oidcPassed = (facts: OidcFacts): string[] => oidcClouds(facts).flatMap(cloud => PASSED[cloud]);
