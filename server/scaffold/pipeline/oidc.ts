/**
 * Credentials of a GitHub workflow without secrets: each cloud trusts GitHub's tokens, with one role that only reads, for branches, and one that
 * changes, for the main branch and deploy tags. The framework's image passes these variables on unless a `KBST_AUTH_…` is set.
 */
import { OIDC_VARIABLES, oidcClouds } from './oidcClouds';
import { pipelineStages, tagPrefix, type PipelineInput } from './pipelineFacts';

/** The subjects of GitHub's tokens for branches, and for what is applied. */
export function oidcSubjects(facts: PipelineInput): { plan: string; apply: readonly string[] } {
  const subject = (ref: string): string => `repo:OWNER/REPOSITORY:ref:refs/${ref}`;
  return {
    plan: subject('heads/*'),
    apply: [
      subject(`heads/${facts.mainBranch}`),
      ...pipelineStages(facts).tagged.map(environment => subject(`tags/${tagPrefix(environment)}*`)),
    ],
  };
}

/** Lines of the workflow's comment: what the roles must be limited to. */
export function oidcComment(facts: PipelineInput): string[] {
  const clouds = oidcClouds(facts);
  if (clouds.length === 0) return [];
  const { plan, apply } = oidcSubjects(facts);
  const names = (index: 0 | 1): string => clouds.map(cloud => OIDC_VARIABLES[cloud][index]).join(', ');
  return [
    '#',
    '# No secrets: the clouds trust the tokens of this repository. Limit who gets which role by the subject (sub) of the token:',
    `#   ${names(0)} may only read: ${plan}`,
    `#   ${names(1)} may change: ${apply.join(', ')}`,
  ];
}

/** @param applies the condition under which the run applies; undefined if it never does */
const role = ([plan, apply]: readonly [string, string, ...string[]], applies: string | undefined): string =>
  applies === undefined ? `\${{ vars.${plan} }}` : `\${{ (${applies}) && vars.${apply} || vars.${plan} }}`;

/** Permissions of the job. */
export const oidcPermissions = (facts: PipelineInput): string[] =>
  oidcClouds(facts).length > 0 ? ['    permissions:', '      contents: read', '      id-token: write'] : [];

/** Environment variables of the job. */
export const oidcVariables = (facts: PipelineInput, applies?: string): Record<string, string> =>
  oidcClouds(facts).includes('azurerm')
    ? {
        ARM_USE_OIDC: 'true',
        ARM_CLIENT_ID: role(OIDC_VARIABLES.azurerm, applies),
        ARM_TENANT_ID: '${{ vars.ARM_TENANT_ID }}',
        ARM_SUBSCRIPTION_ID: '${{ vars.ARM_SUBSCRIPTION_ID }}',
      }
    : {};

/** The steps that get credentials. They come after the image is built, so that it can't contain them. */
export function oidcSteps(facts: PipelineInput, applies?: string): string[] {
  const clouds = oidcClouds(facts);
  return [
    ...(clouds.includes('aws')
      ? [
          '      - name: Sign in to AWS',
          '        uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3',
          '        with:',
          `          role-to-assume: ${role(OIDC_VARIABLES.aws, applies)}`,
          `          aws-region: ${facts.region ?? 'us-east-1'}`,
          '',
        ]
      : []),
    ...(clouds.includes('google')
      ? [
          '      - name: Sign in to Google Cloud',
          '        uses: google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0',
          '        with:',
          '          workload_identity_provider: ${{ vars.GOOGLE_IDENTITY_PROVIDER }}',
          `          service_account: ${role(OIDC_VARIABLES.google, applies)}`,
          '',
        ]
      : []),
  ];
}
