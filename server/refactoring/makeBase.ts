/**
 * Make Base: another environment gets the complete configuration, and the others inherit from it, in every module of the platform. All
 * effective values stay the same.
 */
import { t } from '../../common/localization';
import { printHcl, quoteString } from '../semantics/hclPrinter';
import { Draft } from '../edits/draft';
import { setValue } from '../edits/entryText';
import type { RequestContext } from '../semantics/requestContext';
import { allCalls } from '../kubestack/platform/platform';
import { baseKeyOf } from '../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { EffectiveConfiguration } from '../kubestack/inheritance/effectiveConfiguration';
import { sourceValueAt } from './attributeAtCursor';
import { configurationTarget, ConfigurationEditor, TargetMap } from './configurationTarget';
import { mergeBoundary } from './mergeBoundary';
import { dotted } from '../semantics/effectiveParts';
import type { Refactoring, RefactoringProblem } from './refactoring';

export const makeBase: Refactoring = {
  id: 'makeBase',
  isTriedFirst: true,
  offer: ({ request, cursor }) => {
    const { call, environment } = cursor ?? {};
    if (cursor?.kind !== 'environment' || !call || environment === undefined) return [];
    const { environments } = request.model.effectiveConfiguration(call);
    const base = baseKeyOf(call, request.model);
    if (environment === base || !environments.has(environment) || call.module.baseKeyInput === undefined) return [];
    return [{ title: t('Make {0} the base environment of the platform', environment), kind: 'refactor.rewrite' }];
  },
  *apply({ request, cursor }) {
    const { call, environment } = cursor ?? {};
    if (!call || environment === undefined) return { problem: t('There is no environment at this position.') };
    const draft = new Draft(request);
    const seen = new Set<unknown>();
    const reversed = new TargetMap<true>();
    for (const each of yield* allCalls(call.instance.root, request.model)) {
      if (seen.has(each.declaration) || each.module.kind === 'other') continue;
      seen.add(each.declaration);
      yield;
      const problem = yield* makeBaseOf({ request, draft, reversed }, each, environment);
      if (problem) return problem;
    }
    return { draft };
  },
};

interface BaseReversal {
  readonly request: RequestContext;
  readonly draft: Draft;
  /** Calls can share a configuration, which is reversed once. */
  readonly reversed: TargetMap<true>;
}

function* makeBaseOf(
  { request, draft, reversed }: BaseReversal,
  call: ModuleCall,
  environment: string,
): Generator<undefined, RefactoringProblem | undefined> {
  const effective = request.model.effectiveConfiguration(call);
  const base = baseKeyOf(call, request.model);
  if (base === environment) return undefined;
  const target = configurationTarget(request, call);
  const own = effective.environments.get(environment);
  if (!target || base === undefined || !own || call.module.baseKeyInput === undefined)
    return {
      problem: t('The configuration of {0} is not a literal object, or has no {1}.', call.address, environment),
    };
  const editor = new ConfigurationEditor(draft, target);
  const added = own.attributes.find(({ path }) => valueOf(effective, base, mergeBoundary(call, path)) === undefined);
  if (added) {
    return {
      problem: t(
        "{0} sets {1} in {2}, but {3} does not. {3} would inherit it and can't remove it.",
        environment,
        dotted(added.path),
        call.address,
        base,
      ),
    };
  }
  if (!reversed.get(target) && !(yield* reverse(call, effective, editor, base, environment)))
    return { problem: t('The configuration of {0} is not a literal object.', call.address) };
  reversed.set(target, true);
  yield;
  draft.edit(call.declaration.item, text =>
    setValue(text, [call.module.baseKeyInput!], quoteString(environment), { before: 'configuration' }),
  );
  return undefined;
}

/**
 * The new base gets the values that it inherited; the others get the values that they inherited from the old base if the new one differs.
 */
function* reverse(
  call: ModuleCall,
  effective: EffectiveConfiguration,
  editor: ConfigurationEditor,
  base: string,
  environment: string,
): Generator<undefined, boolean> {
  const units = new Map<string, readonly string[]>();
  for (const { path } of effective.environments.get(base)!.attributes) {
    const unit = mergeBoundary(call, path);
    units.set(dotted(unit), unit);
  }
  const inherited = [...units.values()].filter(unit => editor.text([environment, ...unit]) === undefined);
  const overridden = [...units.values()].filter(unit => !inherited.includes(unit));
  for (const unit of overridden) {
    const old = editor.text([base, ...unit]);
    for (const other of effective.environments.keys()) {
      if (other === base || other === environment || editor.text([other, ...unit]) !== undefined) continue;
      if (old === undefined || !(yield* editor.override(other, unit, old, base))) return false;
    }
  }
  for (const unit of inherited) {
    const old = editor.text([base, ...unit]);
    if (old === undefined || !(yield* editor.override(environment, unit, old, base))) return false;
    if (!(yield* editor.remove([base, ...unit]))) return false;
  }
  for (const unit of overridden) {
    const isSame = valueOf(effective, base, unit) === valueOf(effective, environment, unit);
    if (isSame && !(yield* editor.remove([base, ...unit]))) return false;
  }
  return true;
}

function valueOf({ environments }: EffectiveConfiguration, environment: string, path: readonly string[]) {
  const value = sourceValueAt(environments.get(environment)?.value, path);
  return value && value.kind !== 'null' ? printHcl(value) : undefined;
}
