/**
 * Extract Common Values: values that all other environments set alike, and that the base does not set differently, move to the base;
 * overrides that repeat the base's value are removed.
 */
import { t } from '../../common/localization';
import { Draft } from '../edits/draft';
import { printHcl } from '../semantics/hclPrinter';
import type { RequestContext } from '../semantics/requestContext';
import { baseKeyOf } from '../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { sourceValueAt } from './attributeAtCursor';
import { configurationTarget, ConfigurationEditor } from './configurationTarget';
import { mergeBoundary } from './mergeBoundary';
import { dotted } from '../semantics/effectiveParts';
import type { Refactoring } from './refactoring';

export const extractCommon: Refactoring = {
  id: 'extractCommon',
  offer: ({ request, cursor }) => {
    if (!cursor || (cursor.kind !== 'environment' && cursor.kind !== 'module')) return [];
    const found = commonParts(request, cursor.call);
    if (!found || found.parts.length === 0) return [];
    const names = found.parts.map(({ path }) => dotted(path));
    const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
    return [{ title: t('Move common attributes to {0} ({1})', found.base, shown), kind: 'refactor.extract' }];
  },
  *apply({ request, cursor }) {
    const found = cursor && commonParts(request, cursor.call);
    if (!found) return { problem: t('The configuration is not a literal object.') };
    const draft = new Draft(request);
    const editor = new ConfigurationEditor(draft, found.target);
    for (const { path, setIn, isNew } of found.parts) {
      const own = editor.text([setIn[0]!, ...path]);
      if (isNew && own !== undefined) yield* editor.override(found.base, path, own, setIn[0]!);
      for (const environment of setIn) yield* editor.remove([environment, ...path]);
    }
    return { draft, isIntended: each => each.environment === found.base };
  },
};

interface CommonPart {
  readonly path: readonly string[];
  /** Environments that set it, without the base. */
  readonly setIn: readonly string[];
  /** Whether the base does not have it yet. */
  readonly isNew: boolean;
}

function commonParts(request: RequestContext, call: ModuleCall) {
  const { environments } = request.model.effectiveConfiguration(call);
  const target = configurationTarget(request, call);
  const base = baseKeyOf(call, request.model);
  if (!target || base === undefined || !environments.has(base)) return undefined;
  const editor = new ConfigurationEditor(new Draft(request), target);
  const others = [...environments.keys()].filter(each => each !== base);
  const textIn = (environment: string, path: readonly string[]): string | undefined => {
    const value = sourceValueAt(environments.get(environment)?.value, path);
    return value && value.kind !== 'null' ? printHcl(value) : undefined;
  };
  const units = new Map<string, readonly string[]>();
  for (const environment of others) {
    for (const { path, origin } of environments.get(environment)!.attributes) {
      const unit = mergeBoundary(call, path);
      if (origin !== 'inherited' && editor.text([environment, ...unit]) !== undefined) units.set(dotted(unit), unit);
    }
  }
  const parts = [...units.values()].flatMap((path): CommonPart[] => {
    const setIn = others.filter(each => editor.text([each, ...path]) !== undefined);
    const inBase = textIn(base, path);
    const same = setIn.filter(each => textIn(each, path) === inBase);
    if (inBase !== undefined) return same.length > 0 ? [{ path, setIn: same, isNew: false }] : [];
    const isCommon =
      others.length > 1 && setIn.length === others.length && new Set(others.map(each => textIn(each, path))).size === 1;
    return isCommon ? [{ path, setIn, isNew: true }] : [];
  });
  return { target, base, parts };
}
