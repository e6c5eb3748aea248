/**
 * Two to three environments: adds a new base with the complete configuration, from which the former base inherits everything. Effective
 * values stay the same; the new environment has those of the former base.
 */
import { t } from '../../common/localization';
import { Draft } from '../edits/draft';
import { quoteString } from '../semantics/hclPrinter';
import { setValue } from '../edits/entryText';
import type { RequestContext } from '../semantics/requestContext';
import { allCalls, descendantEnvironments } from '../kubestack/platform/platform';
import { baseKeyOf, environmentKeys } from '../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { declaredAttribute } from '../workspace/declarations';
import { configurationTarget, ConfigurationEditor, TargetMap } from './configurationTarget';
import { setApart } from './environmentSpacing';
import type { Refactoring, RefactoringProblem, RefactoringResult } from './refactoring';

/** Default name of the new base. */
export const THIRD_ENVIRONMENT = 'apps-prod';

export const threeEnvironments: Refactoring = {
  id: 'threeEnvironments',
  offer: ({ request, cursor }) => {
    if (!cursor || (cursor.kind !== 'environment' && cursor.kind !== 'module')) return [];
    const { keys, base } = descendantEnvironments(cursor.call.instance.root, request.model);
    if (keys.filter(key => key !== 'loc').length !== 2 || !keys.includes(base)) return [];
    if (keys.includes(THIRD_ENVIRONMENT) || cursor.call.module.baseKeyInput === undefined) return [];
    return [
      { title: t('Convert to three environments, {0} as the base', THIRD_ENVIRONMENT), kind: 'refactor.rewrite' },
    ];
  },
  *apply({ request, cursor }) {
    if (!cursor) return { problem: t('There is no module at this position.') };
    return yield* convertToThreeEnvironments(request, cursor.call.instance.root, THIRD_ENVIRONMENT);
  },
};

/** Changes the configurations of a whole platform, including local modules, but not the README and pipelines. */
function* convertToThreeEnvironments(
  request: RequestContext,
  root: ModuleInstance,
  newBase: string,
): Generator<undefined, RefactoringResult | RefactoringProblem> {
  const draft = new Draft(request);
  const seen = new Set<unknown>();
  const converted = new TargetMap<true>();
  for (const call of yield* allCalls(root, request.model)) {
    if (seen.has(call.declaration) || call.module.kind === 'other') continue;
    seen.add(call.declaration);
    yield;
    const problem = yield* convertCall({ request, draft, converted }, call, newBase);
    if (problem) return problem;
  }
  return { draft, isIntended: ({ environment, before }) => environment === newBase && before === undefined };
}

interface Conversion {
  readonly request: RequestContext;
  readonly draft: Draft;
  /** Calls can share a configuration, which is converted once. */
  readonly converted: TargetMap<true>;
}

function* convertCall(
  { request, draft, converted }: Conversion,
  call: ModuleCall,
  newBase: string,
): Generator<undefined, RefactoringProblem | undefined> {
  const { model } = request;
  const base = baseKeyOf(call, model);
  const { baseKeyInput } = call.module;
  if (base === undefined || baseKeyInput === undefined)
    return { problem: t('{0} has no configurable base environment.', call.address) };
  if (environmentKeys(call, model).includes(newBase))
    return { problem: t('{0} already has an environment named {1}.', call.address, newBase) };
  if (!declaredAttribute(call.declaration, 'configuration'))
    writeDefault(draft, call, [newBase, ...environmentKeys(call, model)]);
  else {
    const target = configurationTarget(request, call);
    const editor = target && !converted.get(target) && new ConfigurationEditor(draft, target);
    if (editor === undefined || (editor && !(yield* convertEntries(editor, base, newBase))))
      return { problem: t('The configuration of {0} is not a literal object.', call.address) };
    if (target) converted.set(target, true);
  }
  yield;
  draft.edit(call.declaration.item, text =>
    setValue(text, [baseKeyInput], quoteString(newBase), { before: 'configuration' }),
  );
  return undefined;
}

/** Inserts the new base first, with the configuration of the old one. Pauses between the changes. @returns false if that is not an object literal */
export function* convertEntries(
  editor: ConfigurationEditor,
  base: string,
  newBase: string,
): Generator<undefined, boolean> {
  const complete = editor.text([base]);
  const first = editor.names([])?.[0];
  if (complete === undefined) return false;
  yield;
  if (!editor.set([newBase], complete, first === undefined ? {} : { before: first })) return false;
  yield;
  if (!setApart(editor, newBase)) return false;
  yield;
  return editor.set([base], '{}');
}

/** A service whose environments come from its module's default. */
function writeDefault(draft: Draft, { declaration }: ModuleCall, environments: readonly string[]): void {
  for (const environment of environments)
    draft.edit(declaration.item, text => setValue(text, ['configuration', environment], '{}'));
}
