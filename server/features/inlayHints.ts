/** Inlay hints: what an environment inherits, and what an override replaces. */
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { InlayHintKind, MarkupKind } from 'vscode-languageserver-types';
import type { Place } from '../hcl/value';
import { withoutParentheses } from '../kubestack/configurationEntries';
import type { AttributeInEffect } from '../kubestack/effectiveAttributes';
import type { EffectiveConfiguration, EnvironmentInEffect } from '../kubestack/effectiveConfiguration';
import type { ModuleCall } from '../kubestack/moduleCall';
import type { ObjectItem } from '../syntax/ast';
import type { PlacedItem, SourceFile } from '../syntax/sourceFile';
import { callsOfItem } from './callsInFile';
import { configurationObject, environmentEntries, keyPlace } from './configurationPlaces';
import { hclText, shortText } from './hclText';
import { code, hclBlock } from './markdown';
import { isUntouched, offsetInFile } from './placement';
import { fileOf, locationOf, type Snapshot } from './snapshot';

/** Longer values are cut in the hint; the tooltip has them whole. */
const MAX_LENGTH = 30;
/** Calls of one local module that are looked at; a hint is shown only where they agree. */
const MAX_CALLS = 20;

/** Hints in a part of a document; null when they are turned off. */
export function inlayHints(snapshot: Snapshot, uri: string, range: Range): InlayHint[] | null {
  const file = fileOf(snapshot, uri);
  if (!file || !snapshot.settings.inlayHints) return null;
  const from = file.lines.offsetAt(range.start);
  const to = file.lines.offsetAt(range.end);
  const seen = file.items.filter(({ item, offset, staleText }) => offset <= to && offset + (staleText ?? item.text).length >= from);
  return seen.flatMap(placed => hintsOf(snapshot, file, placed)).filter(({ position }) => {
    const at = file.lines.offsetAt(position);
    return at >= from && at <= to;
  });
}

interface Hint {
  /** Where it stands: after this offset of the item. */
  readonly after: number;
  readonly text: string;
  readonly tooltip: string;
  readonly leadsTo: Place | undefined;
}

function hintsOf(snapshot: Snapshot, file: SourceFile, placed: PlacedItem): InlayHint[] {
  const calls = callsOfItem(snapshot, placed.item, MAX_CALLS);
  const [first, ...others] = variants(snapshot, calls).map(effective => callHints(placed, effective));
  // The text of a local module stands for all its calls.
  const agreed = (first ?? []).filter(hint => others.every(hints => hints.some(each => each.after === hint.after && each.text === hint.text)));
  return agreed
    .filter(({ after }) => isUntouched(placed, { start: after - 1, end: after }))
    .map(hint => inlayHint(snapshot, file, placed, hint));
}

/** Configurations of the calls, each once. */
function variants(snapshot: Snapshot, calls: readonly ModuleCall[]): EffectiveConfiguration[] {
  const different = new Map<unknown, EffectiveConfiguration>();
  for (const call of calls) {
    const effective = snapshot.model.effectiveConfiguration(call);
    different.set(effective.environments, effective);
  }
  return [...different.values()];
}

function callHints({ item }: PlacedItem, effective: EffectiveConfiguration): Hint[] {
  const configuration = configurationObject(effective.call);
  if (configuration?.item !== item) return [];
  return environmentEntries(configuration.object).flatMap(({ name, entry }) => {
    const environment = effective.environments.get(name);
    if (!environment || name === effective.baseKey) return [];
    const inherited = inheritedHint(effective, environment, entry, item.text);
    const overrides = environment.attributes.flatMap(attribute => overrideHint(effective, attribute, entry, item) ?? []);
    return [...(inherited ? [inherited] : []), ...overrides];
  });
}

/** `ops = {} ‹inherits 14 from apps›` */
function inheritedHint(effective: EffectiveConfiguration, { attributes }: EnvironmentInEffect, entry: ObjectItem, text: string): Hint | undefined {
  const value = withoutParentheses(entry.value);
  if (value.kind !== 'object') return undefined;
  const inherited = attributes.filter(attribute => attribute.origin === 'inherited');
  if (inherited.length === 0) return undefined;
  const lines = inherited.map(({ path, value: each }) => `${path.join('.')} = ${shortText(each, 80)}`);
  return {
    after: oneLine(text, value.start, value.end) ? value.end : value.start + 1,
    text: `inherits ${inherited.length} from ${effective.baseKey}`,
    tooltip: hclBlock(lines.join('\n')),
    leadsTo: keyPlace(effective.call, effective.baseKey),
  };
}

/** `max_size = 2 ‹was 3›`, where the override is written in the environment itself. */
function overrideHint(
  { baseKey, call }: EffectiveConfiguration,
  { path, origin, place, overrides }: AttributeInEffect,
  entry: ObjectItem,
  item: PlacedItem['item'],
): Hint | undefined {
  if (origin !== 'overridden' || !overrides || !place || place.item !== item) return undefined;
  if (place.start < entry.start || place.end > entry.end) return undefined;
  const start = place.valueStart ?? place.start;
  const first = item.text[start] ?? '';
  const isOneLine = oneLine(item.text, start, place.end);
  // A heredoc has no place for a hint on its first line.
  if (!isOneLine && first !== '[' && first !== '{') return undefined;
  const was = shortText(overrides.value, MAX_LENGTH);
  return {
    after: isOneLine ? place.end : start + 1,
    text: `was ${was}`,
    tooltip: `${code(path.join('.'))} in ${code(baseKey)}:\n\n${hclBlock(hclText(overrides.value))}`,
    leadsTo: keyPlace(call, baseKey, path) ?? overrides.place,
  };
}

const oneLine = (text: string, start: number, end: number): boolean => !text.slice(start, end).includes('\n');

function inlayHint(snapshot: Snapshot, file: SourceFile, placed: PlacedItem, { after, text, tooltip, leadsTo }: Hint): InlayHint {
  const { markdown } = snapshot.client;
  return {
    position: file.lines.positionAt(offsetInFile(placed, after)),
    label: [
      {
        value: text,
        tooltip: markdown ? { kind: MarkupKind.Markdown, value: tooltip } : tooltip.replace(/^```\w*\n?|`/gm, ''),
        ...(leadsTo ? { location: locationOf(snapshot, leadsTo) } : {}),
      },
    ],
    kind: InlayHintKind.Parameter,
    paddingLeft: true,
  };
}
