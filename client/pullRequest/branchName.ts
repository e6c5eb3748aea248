/** Proposes and validates names of branches. */

/** Maximum length; longer names are shortened at a word boundary. */
const MAX_NAME_LENGTH = 60;

/**
 * @param title of the change: `Add node pool "extra" to eks_gc0_eu-west-1`.
 * @param taken names of existing branches, in this clone or on a remote.
 * @param prefix VS Code's setting `git.branchPrefix`.
 * @returns `add-node-pool-extra-to-eks-gc0-eu-west-1`, with `-2` if it is taken.
 */
export function branchName(title: string, taken: ReadonlySet<string>, prefix = ''): string {
  const words = title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '');
  let name = '';
  for (const word of words) {
    const next = name === '' ? word : `${name}-${word}`;
    if (next.length > MAX_NAME_LENGTH) break;
    name = next;
  }
  name = name.replace(/(?:-(?:a|an|and|for|from|in|more|of|on|the|to|with))+$/, '');
  const wanted = `${prefix}${name === '' ? 'change' : name}`;
  const folders = new Set([...taken].flatMap(parents));
  const isFree = (candidate: string) =>
    !taken.has(candidate) && !folders.has(candidate) && !parents(candidate).some(parent => taken.has(parent));
  if (isFree(wanted)) return wanted;
  for (let count = 2; ; count++) if (isFree(`${wanted}-${count}`)) return `${wanted}-${count}`;
}

/** `a` and `a/b` of `a/b/c`: git doesn't allow branches with these names next to it. */
function parents(name: string): string[] {
  const steps = name.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'));
}

export type BranchProblem = 'empty' | 'taken' | 'invalid';

/** Git's rules for names (git-check-ref-format) that can be checked while the user types. */
export function branchProblem(name: string, taken: ReadonlySet<string>): BranchProblem | undefined {
  if (name === '') return 'empty';
  if (taken.has(name)) return 'taken';
  const refused =
    /^[-/]|[/.]$|\.\.|\/\/|@\{|[\s~^:?*[\\\u0000-\u001f\u007f]/.test(name) ||
    name === '@' ||
    name === 'HEAD' ||
    name.split('/').some(step => step.startsWith('.') || step.endsWith('.lock'));
  return refused ? 'invalid' : undefined;
}
