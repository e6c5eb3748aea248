/** The facts that a platform's pipeline needs on any CI system. */
import { alternatives, enumeration, t } from '../../../common/localization';
import { REPORT_MARKER } from '../../../common/plan/reportFiles';
import type { Program } from '../../../common/program';
import { credentialVariables } from '../../kubestack/platform/credentials';
import type { Provider } from '../../../common/protocol';
import { oidcClouds, oidcPassed, type OidcFacts } from './oidcClouds';

declare const KUBESTACK_VERSION: string | undefined;

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
  /** Whether rules and freezes are checked before a deploy tag is applied. Pipelines of earlier versions don't. */
  readonly checksRules?: boolean;
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

/**
 * Two environments of which a deploy tag of one is also one of the other: `apps-deploy-x-deploy-1` would be applied to `apps`, too.
 * Undefined if there are none.
 */
export function ambiguousTags({ environments }: PipelineInput): readonly [string, string] | undefined {
  for (const name of environments) {
    const other = environments.find(each => each !== name && tagPrefix(each).startsWith(tagPrefix(name)));
    if (other !== undefined) return [name, other];
  }
  return undefined;
}

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

/** The npm package of this version, pinned: a later one runs in pipelines only after someone has chosen it. */
export const PACKAGE = typeof KUBESTACK_VERSION === 'string' ? `kubestack@${KUBESTACK_VERSION}` : 'kubestack';

/**
 * Installs the npm package outside of the checkout: in it, npm would read its settings, and npx would run a package of the same name.
 * @param prefix the folder, for the shell
 */
export const installCommand = (prefix: string): string =>
  `npm install --global --prefix "${prefix}" --no-audit --no-fund --loglevel error "$${PACKAGE_VARIABLE}"`;

/**
 * @param installed the installed program, for the shell
 * @param options of the report, for the shell: `--commit "$CI_COMMIT_SHA"`
 */
export const reportCommand = (installed: string, environment: string, options: string): string =>
  `${installed} plan-report - --environment "${environment}" ${options}`;

/** Converts a report on standard input to another format. @param installed the installed program, for the shell */
export const convertCommand = (installed: string, format: 'markdown' | 'gitlab'): string =>
  `${installed} plan-report - --format ${format}`;

/** Judges rules and freezes before a deploy tag is applied. @param installed the installed program, for the shell */
export const rulesCommand = (installed: string, environment: string): string =>
  `${installed} check --rules --promote "${environment}"`;

/** Plans that nobody applies take no lock: they never stop an apply, and a role that only reads can make them. */
export type Locking = '' | ' --lock=false' | ' --lock=$LOCK';

export const planCommand = ({ program }: PipelineInput, locking: Locking): string =>
  `${program} plan${locking} --out=tfplan --input=false`;

/**
 * JavaScript of a function that says in the comment with an earlier plan that the newest commit has none.
 * @param commit and @param run are variables of the script
 */
export const earlierPlan = (commit: string, run: string): string =>
  `const earlier = text => {
  const shown = text.slice('${REPORT_MARKER}'.length).replace(/^\\s*> \\*\\*The plan below.*/, '').trimStart();
  const why = \`> **The plan below is of an earlier commit.** The commit \${${commit}.slice(0, 7)} has no plan yet, or its plan failed ([run](\${${run}})).\`;
  return '${REPORT_MARKER}\\n\\n' + why + '\\n\\n' + shown;
};`;

/** What a drift check runs. */
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
      'To keep plan reports, set the variable {0} of the pipeline to the npm package of Kubestack: {1}.',
      PACKAGE_VARIABLE,
      PACKAGE,
    ),
    t('Allow only people who promote to push tags that begin with {0}.', alternatives(tags)),
  ];
}
