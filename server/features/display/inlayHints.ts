/** Inlay hints: the values that an environment inherits, and those that it overrides. */
import { t } from '../../../common/localization';
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { InlayHintKind, MarkupKind } from 'vscode-languageserver-types';
import { codeBlock, codeSpan } from '../../../common/markdown';
import { visibleText } from '../../../common/visibleText';
import type { SourceRange } from '../../hcl/model';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import type { EffectiveConfiguration, ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Span } from '../../syntax/ast';
import type { PlacedItem, SourceFile } from '../../syntax/sourceFileModel';
import { callsDeclaredBy } from '../../semantics/callsDeclaredBy';
import { keyRange } from '../../semantics/configurationRanges';
import { printHcl, printShort } from '../../semantics/hclPrinter';
import { withoutMarkdown } from '../markdown';
import { isUntouched, offsetInFile } from '../../semantics/positionMapping';
import { fileOf, locationOf, type RequestContext } from '../../semantics/requestContext';

/** Longer values are truncated in the hint; the tooltip has the whole value. */
const MAX_LENGTH = 30;
/** Maximum number of calls of a local module that are compared; a hint is shown only if they agree. */
const MAX_CALLS = 20;

/** Hints in a range of a document; null if they are turned off. */
export function inlayHints(request: RequestContext, uri: string, range: Range): InlayHint[] | null {
  const file = fileOf(request, uri);
  if (!file || !request.settings.inlayHints) return null;
  const from = file.lines.offsetAt(range.start);
  const to = file.lines.offsetAt(range.end);
  const seen = file.items.filter(
    ({ item, offset, staleText }) => offset <= to && offset + (staleText ?? item.text).length >= from,
  );
  return seen
    .flatMap(placed => hintsOf(request, file, placed))
    .filter(({ position }) => {
      const at = file.lines.offsetAt(position);
      return at >= from && at <= to;
    });
}

interface Hint {
  /** Position: after this offset of the item. */
  readonly after: number;
  readonly text: string;
  readonly tooltip: string;
  readonly leadsTo: SourceRange | undefined;
}

function hintsOf(request: RequestContext, file: SourceFile, placed: PlacedItem): InlayHint[] {
  const calls = callsDeclaredBy(request, placed.item, MAX_CALLS);
  return agreed(
    variants(request, calls)
      .map(effective => environmentHints(request, placed, effective))
      .flat(),
  )
    .filter(({ after }) => isUntouched(placed, { start: after - 1, end: after }))
    .map(hint => inlayHint(request, file, placed, hint));
}

/** The hints of an environment in one call. */
interface EnvironmentHints {
  readonly span: Span;
  readonly hints: readonly Hint[];
}

/** A text may belong to several calls: only hints that all of them share are shown. */
function agreed(all: readonly EnvironmentHints[]): Hint[] {
  const kept = new Map<string, Hint>();
  for (const { hints } of all) {
    for (const hint of hints) {
      const concerned = all.filter(({ span }) => hint.after > span.start && hint.after <= span.end);
      if (concerned.every(other => other.hints.some(each => each.after === hint.after && each.text === hint.text))) {
        kept.set(`${hint.after} ${hint.text}`, hint);
      }
    }
  }
  return [...kept.values()];
}

/** Configurations of the calls that differ. */
function variants(request: RequestContext, calls: readonly ModuleCall[]): EffectiveConfiguration[] {
  const different = new Map<unknown, EffectiveConfiguration>();
  for (const call of calls) {
    const effective = request.model.effectiveConfiguration(call);
    different.set(effective.environments, effective);
  }
  return [...different.values()];
}

function environmentHints(
  request: RequestContext,
  { item }: PlacedItem,
  effective: EffectiveConfiguration,
): EnvironmentHints[] {
  return [...effective.environments].flatMap(([name, environment]) => {
    const { range } = environment;
    if (name === effective.baseKey || range?.item !== item) return [];
    const inherited = inheritedHint(request, effective, environment, range);
    const overrides = environment.attributes.flatMap(
      attribute => overrideHint(request, effective, attribute, range) ?? [],
    );
    return [{ span: range, hints: [...(inherited ? [inherited] : []), ...overrides] }];
  });
}

/** `ops = {} ‹inherits 14 from apps›` */
function inheritedHint(
  request: RequestContext,
  { call, baseKey }: EffectiveConfiguration,
  { attributes }: ResolvedEnvironment,
  { item, start, valueStart = start, end }: SourceRange,
): Hint | undefined {
  const inherited = attributes.filter(attribute => attribute.origin === 'inherited');
  if (inherited.length === 0 || item.text[valueStart] !== '{') return undefined;
  const lines = inherited.map(({ path, value }) => `${path.join('.')} = ${printShort(value, 80)}`);
  return {
    after: oneLine(item.text, valueStart, end) ? end : valueStart + 1,
    text:
      inherited.length === 1
        ? t('inherits 1 value from {0}', baseKey)
        : t('inherits {0} values from {1}', inherited.length, baseKey),
    tooltip: codeBlock(lines.join('\n'), 'terraform'),
    leadsTo: keyRange(request, call, baseKey),
  };
}

/** `max_size = 2 ‹apps: 3›`, where the override is written in the environment itself. */
function overrideHint(
  request: RequestContext,
  { baseKey, call }: EffectiveConfiguration,
  { path, value, origin, range, overrides }: ResolvedAttribute,
  environment: SourceRange,
): Hint | undefined {
  const { item } = environment;
  if (origin !== 'overridden' || !overrides || !range || range.item !== item) return undefined;
  if (range.start < environment.start || range.end > environment.end) return undefined;
  const start = range.valueStart ?? range.start;
  const first = item.text[start] ?? '';
  const isOneLine = oneLine(item.text, start, range.end);
  // No hint on the first line of a heredoc.
  if (!isOneLine && first !== '[' && first !== '{') return undefined;
  return {
    after: isOneLine ? range.end : start + 1,
    text: `${baseKey}: ${asWritten(printShort(overrides.value, MAX_LENGTH, [value]), item.text.slice(start, range.end))}`,
    tooltip: `${t('{0} in {1}:', codeSpan(path.join('.')), codeSpan(baseKey))}\n\n${codeBlock(printHcl(overrides.value), 'terraform')}`,
    leadsTo: keyRange(request, call, baseKey, path) ?? overrides.range,
  };
}

const BARE = /^(?:-?\d+(?:\.\d+)?|true|false)$/;

/** Releases have numbers in strings; beside an unquoted number, the hint has no quotes either. */
const asWritten = (shown: string, own: string): string =>
  BARE.test(own) && shown.startsWith('"') && BARE.test(shown.slice(1, -1)) ? shown.slice(1, -1) : shown;

const oneLine = (text: string, start: number, end: number): boolean => !text.slice(start, end).includes('\n');

function inlayHint(
  request: RequestContext,
  file: SourceFile,
  placed: PlacedItem,
  { after, text, tooltip, leadsTo }: Hint,
): InlayHint {
  const { markdown } = request.client;
  return {
    position: file.lines.positionAt(offsetInFile(placed, after)),
    label: [
      {
        value: visibleText(text),
        tooltip: markdown ? { kind: MarkupKind.Markdown, value: tooltip } : withoutMarkdown(tooltip),
        ...(leadsTo ? { location: locationOf(request, leadsTo) } : {}),
      },
    ],
    kind: InlayHintKind.Parameter,
    paddingLeft: true,
  };
}
