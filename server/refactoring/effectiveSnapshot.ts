/** The effective configuration of every call of a platform as text, to verify that a refactoring preserves it. */
import { printHcl } from '../semantics/hclPrinter';
import type { RequestContext } from '../semantics/requestContext';
import { allCalls } from '../kubestack/platform/platform';

/** The effective configuration of one call in one environment; `text` is undefined if it is unknown. */
export interface EffectiveText {
  readonly address: string;
  readonly environment: string;
  readonly text: string | undefined;
}

/** By address and environment, for the given root modules. */
export function* effectiveTexts(
  request: RequestContext,
  roots: ReadonlySet<string>,
): Generator<undefined, Map<string, EffectiveText>> {
  const texts = new Map<string, EffectiveText>();
  const { model } = request;
  for (const root of model.tree.rootInstances()) {
    if (!roots.has(root.folderUri)) continue;
    for (const call of yield* allCalls(root, model)) {
      yield;
      const { environments, diagnostics } = model.effectiveConfiguration(call);
      const { address } = call;
      const add = (environment: string, text: string | undefined): void => {
        texts.set(`${root.folderUri} ${address} ${environment}`, { address, environment, text });
      };
      if (diagnostics.length > 0 && environments.size === 0) add('', undefined);
      for (const [environment, { value }] of environments) {
        yield;
        add(environment, printHcl(value));
      }
    }
  }
  return texts;
}

/** The root modules that the files belong to. */
export function rootModulesOf(request: RequestContext, folders: Iterable<string>): Set<string> {
  const roots = new Set<string>();
  for (const folder of folders) for (const { rootUri } of request.model.tree.instancesOf(folder)) roots.add(rootUri);
  return roots;
}

export interface EffectiveDifference {
  readonly address: string;
  readonly environment: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Calls and environments whose effective configuration differs, or that only one side has. */
export function effectiveDifferences(
  before: ReadonlyMap<string, EffectiveText>,
  after: ReadonlyMap<string, EffectiveText>,
): EffectiveDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(key => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old && now && old.text === now.text) return [];
    const { address, environment } = (old ?? now)!;
    return [{ address, environment, before: old?.text, after: now?.text }];
  });
}
