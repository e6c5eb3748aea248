/** The steps of the GitOps flow after a change. See docs/kubestack.md#gitops-flow. */
import { enumeration, t } from '../../common/localization';
import type { Program } from '../../common/program';
import { DATE, planStep, runs, step, type Step, type StepCheck } from '../../common/steps';

export interface FollowUpInput {
  /** Name of the branch: `add-cluster-eks_web0_eu-north-1`. */
  readonly branch: string;
  /** First line of the commit message. */
  readonly summary: string;
  /** In promotion order, the internal one first. */
  readonly environments: readonly string[];
  readonly program: Program;
  /** Whether modules or providers are new or have another version: `init` must fetch them, and the lock file changes. */
  readonly init?: 'new' | 'upgrade' | undefined;
  /** What to do before creating the branch. */
  readonly before?: readonly Step[];
  /** What to know at the end, such as the next stage. */
  readonly after?: readonly Step[];
}

/**
 * @param paths every changed file, relative to the platform's folder
 * @param isDeployed whether a pipeline applies to an environment, the later ones after a deploy tag
 */
export function followUpSteps(
  flow: FollowUpInput,
  paths: readonly string[],
  isDeployed: (environment: string) => boolean = () => true,
): Step[] {
  const [internal = 'ops', ...later] = flow.environments;
  const others = later.filter(isDeployed);
  const byHand = later.filter(each => !isDeployed(each));
  const next = others[0];
  const lockFile = flow.init === undefined ? '' : ' .terraform.lock.hcl';
  return [
    ...(flow.before ?? []),
    ...initSteps(flow, internal),
    step(t('Create a branch: {0}, then {1}.'), {
      commands: runs(
        `git checkout -b ${quotedWord(flow.branch)}`,
        `git add -- ${[...paths].sort().map(pathspec).join(' ')}${lockFile}`,
      ),
      by: 'agent',
    }),
    step(
      isDeployed(internal)
        ? t('Commit and push: {0}, then {1}. The pipeline plans the change for {2}.', '{0}', '{1}', internal)
        : t('Commit and push: {0}, then {1}.'),
      { commands: runs(`git commit -m ${quotedText(flow.summary)}`, `git push -u origin ${quotedWord(flow.branch)}`) },
    ),
    step(t('Create a pull request. A colleague reviews the change and its plan.'), { kind: 'pullRequest' }),
    step(mergeText(internal, isDeployed(internal), next)),
    ...others.map((environment, index) => promotionStep(environment, others[index - 1])),
    ...(byHand.length === 0 || !isDeployed(internal)
      ? []
      : [
          step(
            t(
              'No pipeline here applies a deploy tag to {0}: apply the change there as your team does.',
              enumeration(byHand),
            ),
          ),
        ]),
    ...(flow.after ?? []),
  ];
}

function mergeText(internal: string, isDeployed: boolean, next: string | undefined): string {
  if (!isDeployed) return t('Merge it. No pipeline here applies changes: add one, or apply it as your team does.');
  return next === undefined
    ? t('Merge it: the pipeline applies the change to {0}.', internal)
    : t('Merge it: the pipeline applies the change to {0} and plans it for {1}.', internal, next);
}

/** @param before the environment in which the change has to work first */
export const promotionStep = (environment: string, before: string | undefined, more: Partial<Step> = {}): Step =>
  step(
    before === undefined
      ? t(
          'Promote it to {2} with *Kubestack: Promote…*. In a terminal, tag the merge commit, and push only that tag: {0}, then {1}. The pipeline applies it to {2}.',
          '{0}',
          '{1}',
          environment,
        )
      : t(
          'Promote it to {2} when it works in {3}, with *Kubestack: Promote…*. In a terminal, tag the merge commit, and push only that tag: {0}, then {1}. The pipeline applies it to {2}.',
          '{0}',
          '{1}',
          environment,
          before,
        ),
    {
      kind: 'promotion',
      environment,
      commands: runs(
        `git tag -a -m "Promote to ${environment}" ${environment}-deploy-{${DATE}}-0`,
        `git push origin ${environment}-deploy-{${DATE}}-0`,
      ),
      asks: [DATE],
      ...more,
    },
  );

/** The plan needs what `init` installs. */
function initSteps({ init, program }: FollowUpInput, internal: string): Step[] {
  if (init === undefined) return [];
  const isUpgrade = init === 'upgrade';
  const text = isUpgrade
    ? t('Install the modules of the new version: {0}. Commit the lock file with the change.')
    : t('Install new modules and providers: {0}. If the lock file changes, commit it with the change.');
  const commands = runs(`${program} init${isUpgrade ? ' -upgrade' : ''}`);
  return [step(text, { commands, by: 'agent' }), planStep(internal)];
}

/** Commits the files of a new platform. */
export const commitStep = (check?: StepCheck): Step =>
  step(t('Commit the files: {0}, then {1}.'), {
    commands: runs('git add --all', 'git commit -m "New platform"'),
    by: 'agent',
    ...(check && { check }),
  });

/** A word of a command, quoted if necessary. */
export const quotedWord = (word: string): string => (/^[\w./@:=-]+$/.test(word) ? word : quotedText(word));
/** In single quotes, nothing has a meaning, including `!`, with which an interactive shell repeats earlier commands. */
const quotedText = (text: string): string =>
  /["\\$`!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
/**
 * A path as a git pathspec. A control character could be an Enter in a terminal, and other characters have a meaning between double quotes in some shell: PowerShell also ends a text at typographic quotes. For Git, `?` matches each of their bytes.
 * The prefix prevents pathspec magic by a leading colon.
 */
function pathspec(path: string): string {
  const shown = path.replace(/[`"\u201c-\u201f$\\!%\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character =>
    '?'.repeat(new TextEncoder().encode(character).length),
  );
  return quotedWord(/^:/.test(shown) ? `./${shown}` : shown);
}
