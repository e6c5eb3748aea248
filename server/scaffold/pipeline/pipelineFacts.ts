/** The facts that a platform's pipeline needs on any CI system. */
import { alternatives, enumeration, t } from '../../../common/localization';
import type { Program } from '../../../common/program';
import { credentialVariables } from '../../kubestack/platform/credentials';
import type { Provider } from '../../../common/protocol';
import { oidcClouds, oidcPassed, type OidcFacts } from './oidcClouds';

export interface PipelineInput {
  readonly mainBranch: string;
  /** In promotion order: the internal one, to which the main branch is applied, is first. */
  readonly environments: readonly string[];
  /** Clouds of the platform's clusters. */
  readonly providers: readonly Provider[];
  /** The program in the platform's image. */
  readonly program: Program;
  /** Whether a nightly job checks drift. */
  readonly driftJob?: boolean;
  /** Whether the pipeline gets credentials without secrets where that is possible. Only on GitHub. */
  readonly oidc?: boolean | undefined;
  /** Region of a cluster on AWS. */
  readonly region?: string | undefined;
  /** Whether plans are shown in pull requests. Pipelines of earlier versions don't. */
  readonly showsPlans?: boolean;
  /** Variables with the credentials of the state, if they are not those of the clusters. Every command needs them. */
  readonly stateVariables?: readonly string[];
}

/** Names of the secrets that the clouds require, sorted. */
export const secretsOf = (facts: OidcFacts): string[] => {
  const others: readonly Provider[] = oidcClouds(facts);
  return credentialVariables(facts.providers.filter(provider => !others.includes(provider)));
};

/** Environment variables of every command. The metadata service of a build machine must not replace missing credentials. */
export const commonVariables = ({ providers }: Pick<PipelineInput, 'providers'>): Record<string, string> => ({
  ...(providers.includes('aws') ? { AWS_EC2_METADATA_DISABLED: 'true' } : {}),
  TF_IN_AUTOMATION: 'true',
});

/** Names of the variables that a command passes to the container. @param secrets those that only this command needs */
export const passedVariables = (facts: PipelineInput, secrets: readonly string[]): string[] => [
  ...secrets,
  ...(facts.stateVariables ?? []),
  ...oidcPassed(facts),
  ...Object.keys(commonVariables(facts)),
];

/** Prefix of an environment's deploy tags. */
export const tagPrefix = (environment: string): string => `${environment}-deploy-`;

/** The first environment, the one after it, and all that are applied by a tag. There are at least two environments. */
export function pipelineStages({ environments }: PipelineInput): {
  internal: string;
  next: string;
  tagged: readonly string[];
} {
  const [internal = 'ops', ...tagged] = environments;
  return { internal, next: tagged[0] ?? internal, tagged };
}

/** The pipeline variable with the npm package that has `plan-report`. Without it, no reports are created. */
export const PACKAGE_VARIABLE = 'KUBESTACK_PACKAGE';

/** @param options of the report, for the shell: `--commit "$CI_COMMIT_SHA"` */
export const reportCommand = (environment: string, options: string): string =>
  `${PLAN_REPORT} - --environment "${environment}" ${options}`;

const PLAN_REPORT = `npx --yes --package="$${PACKAGE_VARIABLE}" kubestack-language-server plan-report`;

/** Converts a report to another format. */
export const convertCommand = (report: string, format: 'markdown' | 'gitlab'): string =>
  `${PLAN_REPORT} "${report}" --format ${format}`;

/** What a drift check runs. It takes no lock, so that it never stops an apply. */
export const driftPlan = ({ program }: PipelineInput): string =>
  `${program} plan --refresh-only --lock=false --out=tfplan --input=false`;

/** A summary of the commands for each event, for the head of the file. */
export function summaryLines(
  facts: PipelineInput,
  ...extra: readonly (readonly [trigger: string, effect: string])[]
): string[] {
  const { internal, next, tagged } = pipelineStages(facts);
  const rows = [
    ['a push to a branch', `plans ${internal}`],
    [`a push to ${facts.mainBranch}`, `applies to ${internal}, then plans ${next}`],
    ...tagged.map(environment => [`a tag ${tagPrefix(environment)}*`, `applies to ${environment}`]),
    ...extra,
  ];
  const width = Math.max(...rows.map(([trigger = '']) => trigger.length));
  return rows.map(([trigger = '', effect = '']) => `#   ${trigger.padEnd(width)}  ${effect}`);
}

/** What the user must do for a new pipeline. */
export function pipelineNotes(facts: PipelineInput): string[] {
  const secrets = secretsOf(facts);
  const tags = pipelineStages(facts).tagged.map(tagPrefix);
  return [
    ...(secrets.length > 0
      ? [t('The pipeline reads the secrets {0}. Set them, base64-encoded, before its first run.', enumeration(secrets))]
      : []),
    ...(facts.stateVariables?.length
      ? [
          t(
            'It also reads {0} for the state. Set them as secrets of the pipeline, without encoding.',
            enumeration(facts.stateVariables),
          ),
        ]
      : []),
    t(
      'To keep plan reports, set the variable {0} of the pipeline to the npm package of Kubestack, such as kubestack.',
      PACKAGE_VARIABLE,
    ),
    t('Allow only people who promote to push tags that begin with {0}.', alternatives(tags)),
  ];
}
