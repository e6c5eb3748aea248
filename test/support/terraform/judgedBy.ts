import type { Program } from '../../../common/program';

/** The program that says what is right where a test asks one only. `KUBESTACK_PROGRAM=tofu` makes it OpenTofu for a whole run. */
export const judgedBy: Program = chosen() ?? 'terraform';

/** The programs that a test asks which is quick enough to ask both: where one is chosen, that one. */
export const judges: readonly Program[] = chosen() ? [judgedBy] : ['terraform', 'tofu'];

/** @throws Error for a name that is no program's */
function chosen(): Program | undefined {
  const name = process.env['KUBESTACK_PROGRAM'] ?? '';
  if (name === '' || name === 'terraform' || name === 'tofu') return name === '' ? undefined : name;
  throw new Error(`KUBESTACK_PROGRAM is "${name}": it can be terraform or tofu.`);
}
