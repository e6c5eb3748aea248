/** The steps of the GitOps flow that come after a change. See docs/kubestack.md#gitops-flow. */
import type { Program } from '../../common/program';
import { joinAlternatives } from './answerReader';

export interface FollowUpInput {
  /** Name of the branch: `add-cluster-eks_web0_eu-north-1`. */
  readonly branch: string;
  /** First line of the commit's message. */
  readonly summary: string;
  /** In promotion order, the internal one first. */
  readonly environments: readonly string[];
  readonly program: Program;
  /** Modules or providers are new, or of another version: `init` has to fetch them, and the lock file changes. */
  readonly init?: 'new' | 'upgrade' | undefined;
  /** What to do before the branch is made. */
  readonly before?: readonly string[];
  /** What to know at the end: which stage comes next. */
  readonly after?: readonly string[];
}

/** @param paths every changed file, relative to the platform's folder */
export function followUpSteps(flow: FollowUpInput, paths: readonly string[]): string[] {
  const [internal = 'ops', ...others] = flow.environments;
  const next = others[0];
  const lockFile = flow.init === undefined ? '' : ' .terraform.lock.hcl';
  return [
    ...(flow.before ?? []),
    ...initStep(flow),
    `Create a branch: \`git checkout -b ${quotedWord(flow.branch)}\`, then \`git add -- ${[...paths].sort().map(pathspec).join(' ')}${lockFile}\`.`,
    `Commit and push: \`git commit -m ${quotedText(flow.summary)}\`, then \`git push -u origin ${quotedWord(flow.branch)}\`. The pipeline plans the change for ${internal}.`,
    'Create a pull request. A colleague reviews the change and its plan.',
    `Merge it: the pipeline applies the change to ${internal}${next === undefined ? '' : ` and plans it for ${next}`}.`,
    ...others.map(
      (environment, index) =>
        `Promote it to ${environment}${index === 0 ? '' : ` when it works in ${joinAlternatives(others.slice(index - 1, index), 'and')}`}: \`git tag ${environment}-deploy-$(date +%Y%m%d%H%M%S)\` on the merge commit, then \`git push origin $(git tag --points-at HEAD --list '${environment}-deploy-*' | tail -n 1)\`. Push only that tag. The pipeline applies it to ${environment}.`,
    ),
    ...(flow.after ?? []),
  ];
}

function initStep({ init, program }: FollowUpInput): string[] {
  if (init === undefined) return [];
  return init === 'upgrade'
    ? [`Install the modules of the new version: \`${program} init -upgrade\`. Commit the lock file with the change.`]
    : [`Install new modules and providers: \`${program} init\`. If the lock file changes, commit it with the change.`];
}

/** A word of a command, quoted where a shell would read more than the word. */
export const quotedWord = (word: string): string => (/^[\w./@:=-]+$/.test(word) ? word : quotedText(word));
/** In single quotes nothing has a meaning, also not `!`, with which an interactive shell repeats earlier commands. */
const quotedText = (text: string): string =>
  /["\\$`!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
/**
 * A path as git takes it. Backticks are where a step's command ends, and a control character would be an Enter in a terminal: `?`
 * stands for them. The prefix keeps a leading colon from being one of git's own signs.
 */
function pathspec(path: string): string {
  const shown = path.replace(/[`\p{Cc}\p{Zl}\p{Zp}]/gu, '?');
  return quotedWord(/^:/.test(shown) ? `./${shown}` : shown);
}
