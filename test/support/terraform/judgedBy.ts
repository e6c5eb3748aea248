import type { Program } from '../../../common/program';

/** The reference program for tests that use only one. `KUBESTACK_PROGRAM=tofu` selects OpenTofu for a whole run. */
export const judgedBy: Program = chosen() ?? 'terraform';

/** The reference programs for fast tests: both, or only the selected one. */
export const judges: readonly Program[] = chosen() ? [judgedBy] : ['terraform', 'tofu'];

/** @throws Error for an unknown program */
function chosen(): Program | undefined {
  const name = process.env['KUBESTACK_PROGRAM'] ?? '';
  if (name === '' || name === 'terraform' || name === 'tofu') return name === '' ? undefined : name;
  throw new Error(`KUBESTACK_PROGRAM is "${name}": it can be terraform or tofu.`);
}
