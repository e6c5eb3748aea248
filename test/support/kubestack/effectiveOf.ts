import { effectiveConfiguration } from '../../../server/features/effective/effectiveConfiguration';
import type { EffectiveAttribute, EffectiveModule } from '../../../common/protocol';
import { workspaceOf } from '../testWorkspace';

export const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
export const framework = (path: string, ref = HEAD): string =>
  `github.com/kbst/terraform-kubestack//${path}?ref=${ref}`;

/** The effective configuration of the first Kubestack module call in a text. */
export async function effectiveOf(
  text: string,
  others: Readonly<Record<string, string>> = {},
): Promise<EffectiveModule> {
  const { snapshot, uri } = await workspaceOf({ 'main.tf': text, ...others });
  const [module] = effectiveConfiguration(snapshot, uri('main.tf')).modules;
  if (!module) throw new Error('There is no Kubestack module call in the text.');
  return module;
}

/** The attributes of an environment as one object; unknown values are `unknown: expression`. */
export function plainAttributes(attributes: readonly EffectiveAttribute[] | undefined): unknown {
  if (!attributes) return undefined;
  const root: Record<string, unknown> = {};
  for (const { path, value, known, expression } of attributes) {
    let at = root;
    for (const step of path.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
    at[path.at(-1)!] = known ? (expression ?? value) : `unknown: ${expression ?? ''}`;
  }
  return root;
}
