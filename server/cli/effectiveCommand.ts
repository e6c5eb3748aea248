/** What `kubestack-language-server effective` prints. */
import { ownProperty } from '../../common/ownProperty';
import { t } from '../../common/localization';
import { largest } from '../../common/lists';
import type { EffectiveAttribute, EffectiveModule } from '../../common/protocol';
import { callsWithin, toEffectiveModule } from '../features/effective/effectiveConfiguration';
import { effectiveDocument } from '../features/effective/effectiveDocument';
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import { now } from '../../common/now';
import type { Settings } from '../semantics/settings';
import { blockDiagnostics } from '../diagnostics/callDiagnostics';
import { configurationDiagnostics } from '../semantics/reportedDiagnostics';
import { locationOf, type RequestContext } from '../semantics/requestContext';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { environmentsOf } from '../kubestack/platform/platform';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import type { SourceFile } from '../syntax/sourceFileModel';
import { contextOf } from './command';
import { printedJson, printedLines } from './printedText';
import { promotionOrder } from '../kubestack/inheritance/promotionOrder';
import { displayPath } from './displayPath';
import { fsPathOf, isWithin } from '../workspace/uri';

export const EFFECTIVE_FORMATS = ['text', 'json', 'hcl'] as const;
type EffectiveFormat = (typeof EFFECTIVE_FORMATS)[number];

export interface EffectiveOptions {
  readonly uri: string;
  readonly isFile: boolean;
  readonly environment?: string | undefined;
  readonly module?: string | undefined;
  readonly format: EffectiveFormat;
  /** Absolute path. Findings have paths relative to it. */
  readonly currentFolder: string;
}

export type EffectiveReport =
  | {
      readonly text: string;
      /** `file:line:column: message`, as compilers print it, for evaluation and syntax errors. */
      readonly findings: readonly string[];
      /** Whether a file could not be read. */
      readonly isUnreadable: boolean;
    }
  | { readonly problem: string };

/** The effective configuration of all calls in a folder's platforms or in one file. `findings` explains why there is none. */
export function runEffective(model: PlatformModel, settings: Settings, question: EffectiveOptions): EffectiveReport {
  const request = contextOf(model, settings);
  const all = callsWithin(request, question.uri, question.isFile);
  const calls = all.filter(call => question.module === undefined || call.name === question.module);
  const files = filesOf(model, question, calls);
  const syntax = files.flatMap(file => syntaxFindings(file, question));
  const isUnreadable = files.some(file => model.workspace.isUnreadable(file.uri));
  if (calls.length === 0) {
    const problem = nothingFound(all, question);
    // The file or folder may have calls that do not parse.
    return syntax.length > 0 ? { text: '', findings: [...syntax, problem], isUnreadable } : { problem };
  }
  const { keys, base } = now(environmentsOf(calls, model));
  const environments = promotionOrder(keys, base, settings.environments);
  if (question.environment !== undefined && !environments.includes(question.environment)) {
    return {
      problem:
        environments.length === 0
          ? t('There is no environment "{0}": none is known.', question.environment)
          : t('There is no environment "{0}": {1}.', question.environment, environments.join(', ')),
    };
  }
  const diagnostics = [
    ...files.flatMap(file => now(blockDiagnostics(request, file, question.module))),
    ...calls.flatMap(call => configurationDiagnostics(request, call)),
  ];
  const findings = diagnostics.map(diagnostic => findingText(request, diagnostic, question));
  const shown = question.environment === undefined ? environments : [question.environment];
  return {
    text: render(request, calls, shown, question),
    findings: [...new Set([...syntax, ...findings])],
    isUnreadable,
  };
}

/** The requested files, and all others of the modules that declare the calls or are called. */
function filesOf({ workspace }: PlatformModel, question: EffectiveOptions, calls: readonly ModuleCall[]): SourceFile[] {
  const folders = new Set(calls.flatMap(({ instance, module }) => [instance.folderUri, module.folderUri]));
  return [...workspace.allFolders()].flatMap(folder =>
    folder
      .sourceFiles()
      .filter(({ uri }) => !uri.includes('/.terraform/') && (folders.has(folder.uri) || isWithin(uri, question.uri))),
  );
}

const syntaxFindings = ({ uri, diagnostics, lines }: SourceFile, question: EffectiveOptions): string[] =>
  diagnostics.map(({ message, start }) =>
    t('{0}: {1} (syntax)', positionIn(uri, lines.positionAt(start), question), message),
  );

function nothingFound(all: readonly ModuleCall[], question: EffectiveOptions): string {
  if (all.length === 0)
    return t('There is no Kubestack module in {0}.', displayPath(fsPathOf(question.uri), question.currentFolder));
  return t('There is no module "{0}": {1}.', question.module ?? '', all.map(call => call.name).join(', '));
}

function render(
  request: RequestContext,
  calls: readonly ModuleCall[],
  environments: readonly string[],
  question: EffectiveOptions,
): string {
  switch (question.format) {
    case 'json': {
      const modules = calls.map(call => onlyEnvironments(toEffectiveModule(request, call), environments));
      return printedJson({ modules });
    }
    case 'hcl': {
      const documentOf = (environment: string): string =>
        now(effectiveDocument(request, question.uri, environment, new Set(calls))).text;
      return paragraphs(environments.map(name => [`# ${name}`, '', ...documentOf(name).trimEnd().split('\n')]));
    }
    case 'text':
      return paragraphs(calls.map(call => linesOf(request, call, environments)));
  }
}

/** Joined with blank lines. */
const paragraphs = (all: readonly (readonly string[])[]): string =>
  printedLines(all.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])));

function onlyEnvironments(module: EffectiveModule, environments: readonly string[]): EffectiveModule {
  const kept = environments.flatMap(name => {
    const attributes = ownProperty(module.environments, name);
    return attributes ? [[name, attributes] as const] : [];
  });
  return { ...module, environments: Object.fromEntries(kept) };
}

function linesOf(request: RequestContext, call: ModuleCall, environments: readonly string[]): string[] {
  const module = toEffectiveModule(request, call);
  const facts = [module.kind, module.provider, module.version, t('base {0}', module.baseKey)].filter(
    fact => fact !== undefined,
  );
  const lines = [`${module.address} (${facts.join(', ')})`];
  for (const name of environments) {
    const attributes = ownProperty(module.environments, name);
    if (!attributes) continue;
    lines.push(`  ${name}`);
    const width = Math.min(48, largest(attributes.map(attribute => attribute.path.join('.').length)));
    for (const attribute of attributes)
      lines.push(
        `    ${attribute.path.join('.').padEnd(width)} = ${valueText(attribute)}${originText(attribute, module.baseKey)}`,
      );
  }
  return lines;
}

const valueText = ({ value, expression }: Pick<EffectiveAttribute, 'value' | 'expression'>): string =>
  expression ?? JSON.stringify(value);

function originText(attribute: EffectiveAttribute, baseKey: string): string {
  if (attribute.origin === 'inherited') return `  (${t('from {0}', baseKey)})`;
  return attribute.overrides ? `  (${t('instead of {0}', valueText(attribute.overrides))})` : '';
}

/** `file:line:column: message (code)` for evaluation errors. */
export function findingText(
  request: RequestContext,
  { range: sourceRange, message, code }: EvaluationDiagnostic,
  question: Pick<EffectiveOptions, 'currentFolder'>,
): string {
  const { uri, range } = locationOf(request, sourceRange);
  return `${positionIn(uri, range.start, question)}: ${message} (${code})`;
}

/** `file:line:column`, counted from one, as compilers print it. */
const positionIn = (
  uri: string,
  { line, character }: { line: number; character: number },
  { currentFolder }: Pick<EffectiveOptions, 'currentFolder'>,
): string => `${displayPath(fsPathOf(uri), currentFolder)}:${line + 1}:${character + 1}`;
