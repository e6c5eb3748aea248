/** Hover, definition, code lens and preview in `*.rules.hcl` files (docs/rules.md). */
import { MarkupKind, type CodeLens, type Hover, type Location, type Position } from 'vscode-languageserver-types';
import { codeBlock, codeSpan, markdownText, strongName } from '../../common/markdown';
import { t } from '../../common/localization';
import { now } from '../../common/now';
import { ruleCode } from '../../common/rules/rules';
import type { RulePreview, RulePreviewParams } from '../../common/rules/rulesParams';
import { allCalls } from '../kubestack/platform/platform';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { rootOfRules, ruleSetOf, type RuleSet } from '../kubestack/rules/ruleSet';
import type { Rule, RuleLocal } from '../kubestack/rules/ruleModel';
import { environmentsNamedIn } from '../rules/namedTexts';
import { judgesModule, ruleOutcomes } from '../rules/ruleOutcomes';
import { rulePreview } from '../rules/rulePreview';
import { baseKeyRange, keyRange } from '../semantics/configurationRanges';
import { locationOf, rangeOf, type RequestContext } from '../semantics/requestContext';
import { cursorContext } from '../syntax/cursor/cursorContext';
import type { Span } from '../syntax/ast';
import type { TextFile } from '../workspace/textFiles';
import { normalizeUri } from '../workspace/uri';
import { attributeDescription } from './hover/attributeDescription';
import { functionMarkdown, functionSignature } from './hover/functionSignature';
import { paragraphs, withoutMarkdown } from './markdown';

export const PREVIEW_RULE = 'kubestack.previewRule';

type Meaning =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'local'; readonly local: RuleLocal }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'attribute'; readonly path: readonly string[]; readonly rule: Rule | undefined }
  | { readonly kind: 'function'; readonly name: string };

/** A name in a file with rules. */
export interface RulesName {
  readonly meaning: Meaning;
  readonly span: Span;
  readonly file: TextFile;
  readonly root: ModuleInstance;
}

/** What a name in a file means. @param position zero-based, UTF-16 */
export function rulesNameAt(request: RequestContext, uri: string, position: Position): RulesName | undefined {
  const file = request.model.workspace.texts.file(uri);
  const root = rootOfRules(request.model, uri);
  if (!file || !root) return undefined;
  const set = ruleSetOf(root, request.model);
  const offset = file.lines.offsetAt(position);
  const found = placedAt(set, file, offset) ?? wordAt(set, file, offset);
  return found && { ...found, file, root };
}

type Found = Pick<RulesName, 'meaning' | 'span'>;

function placedAt(set: RuleSet, file: TextFile, offset: number): Found | undefined {
  const isHere = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  const own = <T extends { readonly file: TextFile }>(all: readonly T[]): T[] =>
    all.filter(each => each.file.uri === file.uri);
  const labelled = own(set.rules).find(({ name }) => isHere(name));
  if (labelled) return { meaning: { kind: 'rule', rule: labelled }, span: labelled.name };
  const tested = own(set.tests).find(({ rule }) => isHere(rule));
  const rule = tested && set.rules.find(({ name }) => name.text === tested.rule.text);
  if (rule) return { meaning: { kind: 'rule', rule }, span: tested.rule };
  const local = own(set.files.flatMap(({ locals }) => locals)).find(({ start, nameEnd }) =>
    isHere({ start, end: nameEnd }),
  );
  if (local) return { meaning: { kind: 'local', local }, span: { start: local.start, end: local.nameEnd } };
  const environment = own(environmentsNamedIn(set)).find(isHere);
  return environment && { meaning: { kind: 'environment', name: environment.text }, span: environment };
}

function wordAt(set: RuleSet, file: TextFile, offset: number): Found | undefined {
  const { text } = file;
  const isPart = (at: number): boolean => /[\w-]/.test(text[at] ?? '');
  let [start, end] = [offset, offset];
  while (start > 0 && isPart(start - 1)) start--;
  while (isPart(end)) end++;
  if (start === end) return undefined;
  const { expected, reference } = cursorContext(text, end);
  if (expected !== 'value' && expected !== 'nothing') return undefined;
  const [span, word] = [{ start, end }, text.slice(start, end)];
  const path = [...reference, word];
  const local = path.length === 2 && path[0] === 'local' ? localNamed(set, file, word) : undefined;
  if (local) return { meaning: { kind: 'local', local }, span };
  const rule = set.rules.find(each => each.file.uri === file.uri && each.start <= start && end <= each.end);
  if (path[0] === 'attributes' && path.length > 1)
    return { meaning: { kind: 'attribute', path: path.slice(1), rule }, span };
  if (path.length === 1 && text[end] === '(' && functionSignature(word))
    return { meaning: { kind: 'function', name: word }, span };
  return undefined;
}

const localNamed = (set: RuleSet, file: TextFile, name: string): RuleLocal | undefined =>
  set.files.find(each => each.file.uri === file.uri)?.locals.find(each => each.name === name) ??
  set.files.flatMap(({ locals }) => locals).find(each => each.name === name);

/** @param position zero-based, UTF-16 */
export function rulesHover(request: RequestContext, uri: string, position: Position): Hover | null {
  const here = rulesNameAt(request, uri, position);
  const text = here && hoverText(request, here);
  if (!here || text === undefined) return null;
  const { markdown } = request.client;
  return {
    contents: {
      kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: markdown ? text : withoutMarkdown(text),
    },
    range: rangeOf(here.file.lines, here.span.start, here.span.end),
  };
}

function hoverText(request: RequestContext, { meaning, root }: RulesName): string | undefined {
  switch (meaning.kind) {
    case 'rule': {
      const { name, description, level, target } = meaning.rule;
      const about = description === undefined ? undefined : markdownText(description);
      return paragraphs([`${strongName(ruleCode(name.text))} · ${target} · ${level}`, about]);
    }
    case 'local': {
      const { file, offset, value } = meaning.local;
      return codeBlock(file.text.slice(value.start + offset, value.end + offset), 'terraform');
    }
    case 'environment':
      return undefined;
    case 'attribute': {
      const calls = judgedCalls(request, root, meaning.rule);
      const name = meaning.path.join('.');
      const schema = calls.map(({ module }) => module.schema?.attributes.get(name)).find(each => each !== undefined);
      return schema && paragraphs([codeSpan(name), attributeDescription(schema)]);
    }
    case 'function': {
      const signature = functionSignature(meaning.name);
      return signature && functionMarkdown(signature);
    }
  }
}

const judgedCalls = (request: RequestContext, root: ModuleInstance, rule: Rule | undefined) =>
  now(allCalls(root, request.model)).filter(call => !rule || judgesModule(rule, call));

/** Rules and locals where they are declared; environments and attributes where the configuration has them. */
export function rulesDefinition(request: RequestContext, uri: string, position: Position): Location[] | null {
  const here = rulesNameAt(request, uri, position);
  if (!here) return null;
  const { meaning, root } = here;
  const inFile = (file: TextFile, start: number, end: number): Location[] => [
    { uri: request.client.clientUri(file.uri), range: rangeOf(file.lines, start, end) },
  ];
  switch (meaning.kind) {
    case 'rule':
      return inFile(meaning.rule.file, meaning.rule.name.start, meaning.rule.name.end);
    case 'local':
      return inFile(meaning.local.file, meaning.local.start, meaning.local.nameEnd);
    case 'function':
      return null;
    case 'environment':
    case 'attribute': {
      const rule = meaning.kind === 'attribute' ? meaning.rule : undefined;
      const ranges = judgedCalls(request, root, rule).flatMap(call => {
        const range =
          meaning.kind === 'attribute'
            ? baseKeyRange(request, call, meaning.path)
            : keyRange(request, call, meaning.name);
        return range ? [locationOf(request, range)] : [];
      });
      return ranges.length === 0 ? null : ranges;
    }
  }
}

/** A lens on each rule. Its title is computed on resolve. */
export function rulesLenses(request: RequestContext, uri: string): CodeLens[] {
  const file = request.model.workspace.texts.file(uri);
  const root = rootOfRules(request.model, uri);
  if (!file || !root) return [];
  return ruleSetOf(root, request.model)
    .rules.filter(rule => rule.file.uri === uri)
    .map(({ name }) => ({
      range: rangeOf(file.lines, name.start, name.end),
      data: { kind: 'rule', uri, module: name.text },
    }));
}

/** Pauses. The command is empty if the rule is gone. */
export function* resolvedRulesLens(request: RequestContext, lens: CodeLens): Generator<undefined, CodeLens> {
  const { uri, module: name } = lens.data as { readonly uri: string; readonly module: string };
  const root = rootOfRules(request.model, uri);
  const found = root && (yield* ruleOutcomes(request, root));
  const rule = found?.set.rules.find(each => each.name.text === name);
  if (!found || !rule) return { ...lens, command: { title: '', command: '' } };
  const failed = found.outcomes.filter(each => each.rule === rule && each.judgement.kind === 'fail');
  const broken = new Set(failed.map(({ subject }) => subject)).size;
  const title =
    rule.target === 'change'
      ? t('judged where a forecast is shown')
      : t('targets: {0} · broken: {1}', found.targets.get(rule) ?? 0, broken);
  return {
    ...lens,
    command: {
      ...{ title, tooltip: t('Show each target with its values'), command: PREVIEW_RULE },
      arguments: [{ uri: request.client.clientUri(uri), name } satisfies RulePreviewParams],
    },
  };
}

/** Pauses. Null if there is no such rule. */
export function* previewRule(
  request: RequestContext,
  { uri, name }: RulePreviewParams,
): Generator<undefined, RulePreview | null> {
  const root = rootOfRules(request.model, normalizeUri(uri));
  const rule = root && ruleSetOf(root, request.model).rules.find(each => each.name.text === name);
  return rule ? { markdown: yield* rulePreview(request, root, rule) } : null;
}
