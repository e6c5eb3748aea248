/** The steps of the GitOps flow after a change. See docs/kubestack.md#gitops-flow. */
import { planStep, PULL_REQUEST_STEP, VALUE_NAMES } from '../../common/followUp';
import { enumeration, localized, t } from '../../common/localization';
import type { Program } from '../../common/program';

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
  readonly before?: readonly string[];
  /** What to know at the end, such as the next stage. */
  readonly after?: readonly string[];
}

/**
 * @param paths every changed file, relative to the platform's folder
 * @param isDeployed whether a pipeline applies to an environment, the later ones after a deploy tag
 */
export function followUpSteps(
  flow: FollowUpInput,
  paths: readonly string[],
  isDeployed: (environment: string) => boolean = () => true,
): string[] {
  const [internal = 'ops', ...later] = flow.environments;
  const others = later.filter(isDeployed);
  const byHand = later.filter(each => !isDeployed(each));
  const next = others[0];
  const lockFile = flow.init === undefined ? '' : ' .terraform.lock.hcl';
  return [
    ...(flow.before ?? []),
    ...initSteps(flow, internal),
    t(
      'Create a branch: `git checkout -b {0}`, then `git add -- {1}{2}`.',
      quotedWord(flow.branch),
      [...paths].sort().map(pathspec).join(' '),
      lockFile,
    ),
    isDeployed(internal)
      ? t(
          'Commit and push: `git commit -m {0}`, then `git push -u origin {1}`. The pipeline plans the change for {2}.',
          quotedText(flow.summary),
          quotedWord(flow.branch),
          internal,
        )
      : t(
          'Commit and push: `git commit -m {0}`, then `git push -u origin {1}`.',
          quotedText(flow.summary),
          quotedWord(flow.branch),
        ),
    localized(PULL_REQUEST_STEP),
    ...mergeSteps(internal, isDeployed(internal), next),
    ...others.map((environment, index) => promotionStep(environment, others[index - 1])),
    ...(byHand.length === 0 || !isDeployed(internal)
      ? []
      : [
          t(
            'No pipeline here applies a deploy tag to {0}: apply the change there as your team does.',
            enumeration(byHand),
          ),
        ]),
    ...(flow.after ?? []),
  ];
}

function mergeSteps(internal: string, isDeployed: boolean, next: string | undefined): string[] {
  if (!isDeployed) return [t('Merge it. No pipeline here applies changes: add one, or apply it as your team does.')];
  return next === undefined
    ? [t('Merge it: the pipeline applies the change to {0}.', internal)]
    : [t('Merge it: the pipeline applies the change to {0} and plans it for {1}.', internal, next)];
}

/** @param before the environment in which the change has to work first */
export const promotionStep = (environment: string, before: string | undefined): string =>
  before === undefined
    ? t(
        'Promote it to {0} with *Kubestack: Promote…*. In a terminal, tag the merge commit, and push only that tag: `git tag -a -m "Promote to {0}" {0}-deploy-$(date -u +%F)-0`, then `git push origin {0}-deploy-$(date -u +%F)-0`. The pipeline applies it to {0}.',
        environment,
      )
    : t(
        'Promote it to {0} when it works in {1}, with *Kubestack: Promote…*. In a terminal, tag the merge commit, and push only that tag: `git tag -a -m "Promote to {0}" {0}-deploy-$(date -u +%F)-0`, then `git push origin {0}-deploy-$(date -u +%F)-0`. The pipeline applies it to {0}.',
        environment,
        before,
      );

/** The plan needs what `init` installs. */
function initSteps({ init, program }: FollowUpInput, internal: string): string[] {
  if (init === undefined) return [];
  const step =
    init === 'upgrade'
      ? t('Install the modules of the new version: `{0} init -upgrade`. Commit the lock file with the change.', program)
      : t(
          'Install new modules and providers: `{0} init`. If the lock file changes, commit it with the change.',
          program,
        );
  return [step, planStep(internal)];
}

/** A word of a command, quoted if necessary. */
export const quotedWord = (word: string): string =>
  /^[\w./@:=-]+$/.test(word) && !VALUE_NAMES.test(word) ? word : quotedText(word);
/** In single quotes, nothing has a meaning, including `!`, with which an interactive shell repeats earlier commands. */
const quotedText = (text: string): string =>
  /["\\$`!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
/**
 * A path as a git pathspec. Backticks would end the command of a step, a control character could be an Enter in a terminal, and other characters
 * have a meaning between double quotes in some shell: PowerShell also ends a text at typographic quotes. For Git, `?` matches each of their bytes.
 * The prefix prevents pathspec magic by a leading colon.
 */
function pathspec(path: string): string {
  const shown = path.replace(/[`"\u201c-\u201f$\\!%\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character =>
    '?'.repeat(new TextEncoder().encode(character).length),
  );
  return quotedWord(/^:/.test(shown) ? `./${shown}` : shown);
}
