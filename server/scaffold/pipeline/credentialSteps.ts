/** The steps that store the credentials of a pipeline, without a trace in the history of the shell or on disk. */
import { enumeration, t } from '../../../common/localization';
import type { PipelineSystem } from '../../../common/pipelines/pipelineFiles';
import { commandStep, runs, step, type Step } from '../../../common/steps';
import { oidcSubjects } from './oidc';
import { OIDC_VARIABLES, oidcClouds, type OidcCloud } from './oidcClouds';
import { PACKAGE, PACKAGE_VARIABLE, secretsOf, type PipelineInput } from './pipelineFacts';

/** Files that only the user has, and what the framework's entrypoint expects in them. */
const FILES: ReadonlyMap<string, readonly [name: string, content: () => string]> = new Map([
  ['KBST_AUTH_AWS', ['AWS_FILE', () => t('the lines [default], aws_access_key_id=… and aws_secret_access_key=…')]],
  [
    'KBST_AUTH_AZ',
    [
      'AZURE_FILE',
      () => t("the lines ARM_CLIENT_ID='…', ARM_CLIENT_SECRET='…', ARM_TENANT_ID='…' and ARM_SUBSCRIPTION_ID='…'"),
    ],
  ],
  ['KBST_AUTH_GCLOUD', ['GOOGLE_FILE', () => t('the JSON key of a service account')]],
  ['KBST_AUTH_SCW', ['SCALEWAY_FILE', () => t('the config.yaml of scw')]],
]);

const TITLES: Readonly<Record<OidcCloud, string>> = { aws: 'AWS', azurerm: 'Azure', google: 'Google Cloud' };

/** Where GitHub's tokens come from. Source: https://docs.github.com/en/actions/reference/openid-connect-reference */
const ISSUER = 'token.actions.githubusercontent.com';

/** Name of the pool of identities on Google Cloud, and of the provider in it. */
const POOL = 'github';

export function credentialSteps(facts: PipelineInput, ci: PipelineSystem): Step[] {
  const check = (kind: 'secrets' | 'variables', name: string) =>
    ci === 'github' ? { check: { command: `gh api --silent "repos/{owner}/{repo}/actions/${kind}/${name}"` } } : {};
  const set = ci === 'github' ? 'gh secret set' : 'glab variable set';
  const hidden = ci === 'github' ? '' : ' --masked --hidden';
  const { plan, apply } = oidcSubjects(facts);
  return [
    ...oidcClouds(facts).flatMap(cloud => [
      ...identityProvider(cloud),
      commandStep(
        commands =>
          t(
            'Create two roles in {0} that trust the tokens of GitHub: one that only reads, for the subject {1}, and one that changes, for {2}. Store them: {3}.',
            TITLES[cloud],
            `\`${plan}\``,
            enumeration(apply.map(each => `\`${each}\``)),
            commands,
          ),
        runs(...OIDC_VARIABLES[cloud].map(name => `gh variable set ${name}`)),
        {
          check: {
            command: 'gh api --paginate "repos/{owner}/{repo}/actions/variables" --jq ".variables[].name"',
            lines: OIDC_VARIABLES[cloud],
          },
        },
      ),
    ]),
    ...secretsOf(facts).map(name => {
      const [file = 'FILE', content = () => ''] = FILES.get(name) ?? [];
      return step(
        t(
          'Store the secret {1} from a file with {2}. Everybody who can push a branch can use it: {0}.',
          '{0}',
          name,
          content(),
        ),
        {
          commands: [{ run: `${set} ${name}${hidden}`, input: `{${file}}`, encoding: 'base64' }],
          asks: [file],
          ...check('secrets', name),
        },
      );
    }),
    ...(facts.stateVariables ?? []).map(name =>
      step(
        ci === 'github'
          ? t('Store the secret {1}, which the state needs, and type its value when you are asked: {0}.', '{0}', name)
          : t('Store the masked variable {1}, which the state needs, from a file with its value: {0}.', '{0}', name),
        {
          commands: [{ run: `${set} ${name}${hidden}`, ...(ci === 'gitlab' && { input: `{${name}_FILE}` }) }],
          asks: [`${name}_FILE`],
          ...check('secrets', name),
        },
      ),
    ),
    ...(facts.showsPlans ? [packageStep(ci, check('variables', PACKAGE_VARIABLE))] : []),
  ];
}

/** Without the variable, pipelines show no plans. */
const packageStep = (ci: PipelineSystem, more: Partial<Step>): Step =>
  step(t('Let the pipeline show its plans to reviewers, with this version of the npm package: {0}.'), {
    commands: runs(
      ci === 'github'
        ? `gh variable set ${PACKAGE_VARIABLE} --body "${PACKAGE}"`
        : `glab variable set ${PACKAGE_VARIABLE} "${PACKAGE}"`,
    ),
    ...more,
  });

/** Makes a cloud know the tokens of GitHub. Applications on Azure know them without an identity provider. */
function identityProvider(cloud: OidcCloud): Step[] {
  switch (cloud) {
    case 'aws':
      return [
        commandStep(
          commands => t('Make GitHub an identity provider of {0}: {1}.', TITLES[cloud], commands),
          runs(`aws iam create-open-id-connect-provider --url https://${ISSUER} --client-id-list sts.amazonaws.com`),
          {
            check: {
              command: `aws iam list-open-id-connect-providers --query "OpenIDConnectProviderList[?ends_with(Arn, '/${ISSUER}')].Arn" --output text`,
              lines: [],
            },
          },
        ),
      ];
    case 'google': {
      const pool = '--location=global --project={PROJECT_ID}';
      const at = `${POOL} ${pool} --workload-identity-pool=${POOL}`;
      const describe = `gcloud iam workload-identity-pools providers describe ${at} --format="value(name)"`;
      const asks = ['PROJECT_ID', 'REPOSITORY'];
      return [
        commandStep(
          commands => t('Create a pool of identities in {0}: {1}.', TITLES[cloud], commands),
          runs(`gcloud iam workload-identity-pools create ${POOL} ${pool}`),
          { check: { command: `gcloud iam workload-identity-pools describe ${POOL} ${pool}` }, asks },
        ),
        commandStep(
          commands =>
            t(
              'Make GitHub an identity provider of {0} for this repository only: {1}. The last line is the value of {2}.',
              TITLES[cloud],
              commands,
              'GOOGLE_IDENTITY_PROVIDER',
            ),
          runs(
            `gcloud iam workload-identity-pools providers create-oidc ${at} --issuer-uri=https://${ISSUER} --attribute-mapping="google.subject=assertion.sub,attribute.repository=assertion.repository" --attribute-condition="assertion.repository=='{REPOSITORY}'"`,
            describe,
          ),
          { check: { command: describe, lines: [] }, asks },
        ),
      ];
    }
    case 'azurerm':
      return [];
  }
}
