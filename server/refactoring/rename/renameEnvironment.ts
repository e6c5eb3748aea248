/**
 * Renames an environment everywhere in the platform. An environment is a workspace, and its state is not moved by a rename, so this is
 * meant for environments that were never applied; the edit says so.
 */
import { sentences, t } from '../../../common/localization';
import { append } from '../../../common/lists';
import { ITEMS_PER_PAUSE } from '../../scheduling/pausing';
import { Draft } from '../../edits/draft';
import { printKey, quoteString } from '../../semantics/hclPrinter';
import { setValue } from '../../edits/entryText';
import { resultingContext } from '../../edits/resultingSnapshot';
import { baseKeyValue } from '../../semantics/configurationRanges';
import { environmentOccurrences, type EnvironmentOccurrence } from '../../semantics/environmentOccurrences';
import { itemsInFolder } from '../../semantics/symbolIndex';
import type { RequestContext } from '../../semantics/requestContext';
import { literalKey } from '../../hcl/values/objectKey';
import { baseKeyOf, environmentKeys } from '../../kubestack/inheritance/environmentKeys';
import { allCalls, environmentsOf } from '../../kubestack/platform/platform';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { visitExpression } from '../../syntax/traversal';
import type { Attribute, Block, Item, ObjectExpression } from '../../syntax/ast';
import { declaredAttribute } from '../../workspace/declarations';
import type { RefactoringProblem } from '../refactoring';
import { environmentProblem } from './nameRules';
import { renameEnvironmentInReadme } from './renameInReadme';
import { renameEnvironmentInRules } from './renameInRules';
import { unchangeable, type Renamed, type RenameElsewhere } from './renameResult';

export function* renameEnvironment(
  request: RequestContext,
  calls: readonly ModuleCall[],
  old: string,
  newName: string,
  elsewhere?: RenameElsewhere,
): Generator<unknown, Renamed> {
  const { model } = request;
  const roots = [...new Set(calls.map(({ instance }) => instance.root))];
  const all: ModuleCall[] = [];
  for (const root of roots) append(all, yield* allCalls(root, model));
  const { keys } = yield* environmentsOf(all, model);
  const problem = environmentProblem(newName, keys);
  if (problem !== undefined) return { problem };
  const draft = new Draft(request);
  for (const root of roots) {
    const { folderUri } = root;
    renameEnvironmentInReadme(request, draft, folderUri, old, newName);
    renameEnvironmentInRules(request, draft, root, old, newName);
    elsewhere?.(request, draft, folderUri, old, newName);
  }
  return (
    (yield* renameKeys(request, draft, calls, old, newName)) ??
    (yield* renameSelections(request, draft, all, { old, newName, keys })) ??
    (yield* renameBases(request, draft, all, old, newName)) ??
    (yield* whatIsLeft(request, draft, roots, old)) ?? {
      draft,
      explanation: explanationOf(old, newName, all),
    }
  );
}

const explanationOf = (old: string, newName: string, calls: readonly ModuleCall[]) => ({
  label: t('Rename the environment {0} to {1}', old, newName),
  description: sentences(
    t(
      'An environment is a Terraform workspace. The resources in the workspace "{0}" stay there, out of reach of any plan.',
      old,
    ),
    t(
      '"{0}" is created from scratch, empty and with other resource names. Rename only if "{1}" was never applied.',
      newName,
      old,
    ),
    ...(calls.some(({ module }) => module.kind === 'cluster')
      ? [
          t(
            'Moving its state to a workspace "{0}" doesn\'t help: the names of clusters contain the environment, so Terraform would replace every cluster.',
            newName,
          ),
        ]
      : []),
    t(
      'Otherwise add "{0}" (Kubestack: Add Environment…), move the applications, and remove "{1}" (Kubestack: Remove Environment…).',
      newName,
      old,
    ),
  ),
  needsConfirmation: true,
});

type PausingProblem = Generator<unknown, RefactoringProblem | undefined>;

/** A computed configuration may contain the name in a form that can't be found, and an incomplete rename is worse than none. */
function* whatIsLeft(
  request: RequestContext,
  draft: Draft,
  roots: readonly ModuleInstance[],
  old: string,
): PausingProblem {
  const { model } = yield* resultingContext(request, yield* draft.changes());
  const folders = new Set(roots.map(({ folderUri }) => folderUri));
  for (const root of model.tree.rootInstances()) {
    if (!folders.has(root.folderUri)) continue;
    for (const call of yield* allCalls(root, model)) {
      yield;
      if (baseKeyOf(call, model) === old || environmentKeys(call, model).includes(old))
        return {
          problem: t('{0} computes the names of its environments. Write "{1}" literally first.', call.address, old),
        };
    }
  }
  return undefined;
}

/** Keys of configurations, base keys, and comparisons with the workspace. */
function* renameKeys(
  request: RequestContext,
  draft: Draft,
  calls: readonly ModuleCall[],
  old: string,
  newName: string,
): PausingProblem {
  const occurrences: EnvironmentOccurrence[] = [];
  for (const found of environmentOccurrences(request, calls, old)) {
    yield;
    for (const inFile of found) append(occurrences, inFile.occurrences);
  }
  for (const [index, { range, isKey }] of occurrences.entries()) {
    if (index % ITEMS_PER_PAUSE === 0) yield;
    const { item, start, end } = range;
    const written = item.text.slice(start, end);
    // A computed key takes its name from elsewhere.
    if (!isLiteral(written, old))
      return { problem: t('The key {0} is computed. Write "{1}" literally first.', written, old) };
    const text = written.startsWith('"') || !isKey ? quoteString(newName) : printKey(newName);
    if (!draft.replace(range, text)) return unchangeable(old, item.uri);
  }
  return undefined;
}

const isLiteral = (written: string, name: string): boolean => written === name || written === quoteString(name);

interface EnvironmentRename {
  readonly old: string;
  readonly newName: string;
  readonly keys: readonly string[];
}

/** Objects that are indexed by environment: `{ apps = 3, ops = 1 }[terraform.workspace]`. All their keys are environments. */
function* renameSelections(
  { model }: RequestContext,
  draft: Draft,
  calls: readonly ModuleCall[],
  { old, newName, keys }: EnvironmentRename,
): PausingProblem {
  const existing = new Set([...keys, 'default']);
  for (const folderUri of new Set(calls.map(({ instance }) => instance.folderUri))) {
    const folder = model.tree.readFolder(folderUri);
    for (const item of folder ? itemsInFolder(folder) : []) {
      if (isModule(item) || !item.text.includes(old)) continue;
      yield;
      for (const object of objectsIn(item.node)) {
        const names = object.items.map(({ key }) => literalKey(key));
        const isSelection = names.length > 1 && names.every(name => name !== undefined && existing.has(name));
        for (const { key } of isSelection ? object.items : []) {
          if (literalKey(key) !== old) continue;
          const quoted = item.text[key.start] === '"';
          if (!draft.replace(rangeIn(item, key), quoted ? quoteString(newName) : printKey(newName)))
            return unchangeable(old, item.uri);
        }
      }
    }
  }
  return undefined;
}

const isModule = ({ node }: Item): boolean => node.kind === 'block' && node.type === 'module';

function objectsIn(node: Block | Attribute): ObjectExpression[] {
  if (node.kind === 'block') return node.body.flatMap(objectsIn);
  const found: ObjectExpression[] = [];
  visitExpression(node.value, each => {
    if (each.kind === 'object') found.push(each);
  });
  return found;
}

/** If the base key was absent or computed, it must be set explicitly now. */
function* renameBases(
  { model }: RequestContext,
  draft: Draft,
  calls: readonly ModuleCall[],
  old: string,
  newName: string,
): PausingProblem {
  const seen = new Set<unknown>();
  for (const call of calls) {
    const { declaration, module } = call;
    if (seen.has(declaration) || module.kind === 'other') continue;
    seen.add(declaration);
    yield;
    const keys = environmentKeys(call, model);
    if (!declaredAttribute(declaration, 'configuration') && keys.includes(old)) {
      for (const key of keys)
        draft.edit(declaration.item, text => setValue(text, ['configuration', key === old ? newName : key], '{}'));
    }
    if (baseKeyOf(call, model) !== old) continue;
    const written = baseKeyValue(call);
    if (written?.value.kind === 'text') continue;
    const { baseKeyInput } = module;
    if (baseKeyInput === undefined)
      return {
        problem: t('{0} uses a release in which the base is always "{1}", so it can\'t be renamed.', call.address, old),
      };
    const isSet = draft.edit(declaration.item, text =>
      setValue(text, [baseKeyInput], quoteString(newName), { before: 'configuration' }),
    );
    if (!isSet) return unchangeable(old, declaration.item.uri);
  }
  return undefined;
}
