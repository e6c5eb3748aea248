/** The steps that store the credentials of a pipeline, without a trace in the history of the shell or on disk. */
import { enumeration, t } from '../../../common/localization';
import type { PipelineSystem } from '../../../common/pipelines/pipelineFiles';
import { commands, step, type Step } from '../steps';
import { oidcSubjects } from './oidc';
import { OIDC_VARIABLES, oidcClouds, type OidcCloud } from './oidcClouds';
import { secretsOf, type PipelineInput } from './pipelineFacts';

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

export function credentialSteps(facts: PipelineInput, ci: PipelineSystem): Step[] {
  const check = (kind: 'secrets' | 'variables', name: string) =>
    ci === 'github' ? { command: `gh api --silent "repos/{owner}/{repo}/actions/${kind}/${name}"` } : undefined;
  const set = ci === 'github' ? 'gh secret set' : 'glab variable set';
  const hidden = ci === 'github' ? '' : ' --masked --hidden';
  const { plan, apply } = oidcSubjects(facts);
  return [
    ...oidcClouds(facts).map(cloud =>
      step(
        t(
          'Create two roles in {0} that trust the tokens of GitHub: one that only reads, for the subject {1}, and one that changes, for {2}. Store them: {3}.',
          TITLES[cloud],
          `\`${plan}\``,
          enumeration(apply.map(each => `\`${each}\``)),
          commands(...OIDC_VARIABLES[cloud].map(name => `gh variable set ${name}`)),
        ),
        check('variables', OIDC_VARIABLES[cloud].at(-1)!),
      ),
    ),
    ...secretsOf(facts).map(name => {
      const [file = 'FILE', content = () => ''] = FILES.get(name) ?? [];
      return step(
        t(
          'Store the secret {0} from a file with {1}. Everybody who can push a branch can use it: {2}.',
          name,
          content(),
          commands(`base64 < ${file} | tr -d "\\n" | ${set} ${name}${hidden}`),
        ),
        check('secrets', name),
      );
    }),
    ...(facts.stateVariables ?? []).map(name =>
      step(
        ci === 'github'
          ? t(
              'Store the secret {0}, which the state needs, and type its value when you are asked: {1}.',
              name,
              commands(`${set} ${name}`),
            )
          : t(
              'Store the masked variable {0}, which the state needs, from a file with its value: {1}.',
              name,
              commands(`${set} ${name}${hidden} < ${name}_FILE`),
            ),
        check('secrets', name),
      ),
    ),
  ];
}
