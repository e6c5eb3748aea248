/** Renames environments and modules in `*.rules.hcl` files. Files of installed rule sets are not changed. */
import type { Draft } from '../../edits/draft';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { ruleSetOf } from '../../kubestack/rules/ruleSet';
import { environmentsNamedIn, modulesNamedIn, type NamedText } from '../../rules/namedTexts';
import type { RequestContext } from '../../semantics/requestContext';
import type { Span } from '../../syntax/ast';

/** Renames an environment where rules and freezes name it. */
export function renameEnvironmentInRules(
  { model }: RequestContext,
  draft: Draft,
  root: ModuleInstance,
  old: string,
  newName: string,
): void {
  for (const each of environmentsNamedIn(ruleSetOf(root, model)))
    if (each.text === old) replaceNamed(draft, each, newName);
}

/** Renames modules where rules compare their names. @param names old → new */
export function renameModulesInRules(
  { model }: RequestContext,
  draft: Draft,
  folderUri: string,
  names: ReadonlyMap<string, string>,
): void {
  for (const root of model.tree.instancesOf(folderUri))
    for (const each of root.parent ? [] : modulesNamedIn(ruleSetOf(root, model))) {
      const newName = names.get(each.text);
      if (newName !== undefined) replaceNamed(draft, each, newName);
    }
}

export function replaceNamed(draft: Draft, named: NamedText, newName: string): void {
  if (!named.file.uri.includes('/.terraform/')) draft.replaceText(named.file.uri, nameSpan(named), newName);
}

/** Without quotes. */
export function nameSpan({ file, text, start: from, end: to }: NamedText): Span {
  const at = file.text.indexOf(text, from);
  const start = at < 0 || at > to ? from : at;
  return { start, end: start + text.length };
}
