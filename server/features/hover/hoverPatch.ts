/** Hover on an entry of `patches`: the objects that it selects, and its changes. */
import { t } from '../../../common/localization';
import { codeSpan, markdownTable } from '../../../common/markdown';
import { objectTitle } from '../../../common/manifests/objectChangesText';
import type { ChangedObject, FieldChange } from '../../../common/manifests/objectComparison';
import { shortenedPair } from '../../../common/shortened';
import { toPlain } from '../../hcl/values/json';
import { containsSensitive, whollyKnown } from '../../hcl/values/value';
import { patchEffect } from '../../manifests/patchEffect';
import type { CursorTarget } from '../../semantics/cursorTarget';
import type { RequestContext } from '../../semantics/requestContext';
import type { ResolvedPosition } from '../../semantics/resolveAt';
import { paragraphs } from '../markdown';

/** Maximum number of rows. */
const MAX_ROWS = 20;
const MAX_TEXT_LENGTH = 80;

/** Undefined if the cursor is not on a single patch, or its changes are unknown. */
export function patchHover(request: RequestContext, target: CursorTarget, here: ResolvedPosition): string | undefined {
  if (target.kind !== 'attribute' || target.path.join('.') !== 'patches') return undefined;
  const [call] = target.calls;
  if (!call) return undefined;
  const { model } = request;
  const value = model.effectiveConfiguration(call).environments.get(target.environment)?.value;
  const patches = value?.entries.get('patches');
  if (!value || !patches || !('elements' in patches)) return undefined;
  const patch = patches.elements.find(({ origin }) => {
    if (!origin || origin.item !== here.item) return false;
    return origin.start <= here.at && here.at <= origin.end;
  });
  const resources = value.entries.get('resources');
  if (!patch || !resources || !('elements' in resources) || containsSensitive(patch) || !whollyKnown(patch))
    return undefined;
  const paths = resources.elements.flatMap(each => (each.kind === 'string' && !each.sensitive ? [each.value] : []));
  const plain = toPlain(patch) as Readonly<Record<string, unknown>>;
  const effect = patchEffect(plain, paths, call.instance.rootUri, model.workspace.fileSystem);
  return effect && effectText(effect, target.environment);
}

function effectText(effect: readonly ChangedObject[], environment: string): string {
  if (effect.length === 0)
    return t(
      'This patch has no effect in {0}: it matches no resource, or the resources have these values already.',
      codeSpan(environment),
    );
  const rows = effect.flatMap(object =>
    object.change === 'removed'
      ? [[codeSpan(objectTitle(object)), t('removed'), '', '']]
      : object.fields.map(field => [codeSpan(objectTitle(object)), codeSpan(field.path), ...valuesOf(field)]),
  );
  const more = rows.length - MAX_ROWS;
  return paragraphs([
    t('Changes by this patch in {0}:', codeSpan(environment)),
    markdownTable([t('object'), t('field'), t('before'), t('after')], rows.slice(0, MAX_ROWS)),
    more > 0 ? t('…and {0} more.', more) : undefined,
  ]);
}

function valuesOf(field: FieldChange): string[] {
  const text = (side: 'before' | 'after'): string => (side in field ? (JSON.stringify(field[side]) ?? '') : '');
  return shortenedPair(text('before'), text('after'), MAX_TEXT_LENGTH).map(each => (each === '' ? '' : codeSpan(each)));
}
