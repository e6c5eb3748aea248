/** What `kubestack-language-server effective` prints. */
import { largest } from '../../common/lists';
import type { EffectiveAttribute, EffectiveModule } from '../../common/protocol';
import { callsInFile } from '../semantics/callsInFile';
import { toEffectiveModule } from '../features/effective/effectiveConfiguration';
import { effectiveDocument } from '../features/effective/effectiveDocument';
import type { Settings } from '../semantics/settings';
import { blockFaults, configurationFaults } from '../semantics/diagnostics/reportedDiagnostics';
import { locationOf, type Snapshot } from '../semantics/requestContext';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { allCalls, environmentsOf } from '../kubestack/platform/platform';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import type { SourceFile } from '../syntax/sourceFile';
import { printedJson, printedLines } from './printedText';
import { promotionOrder } from '../kubestack/inheritance/promotionOrder';
import { shownPath } from './displayPath';
import { fsPathOf, isWithin } from '../workspace/uri';

export const effectiveFormats = ['text', 'json', 'hcl'] as const;
type EffectiveFormat = (typeof effectiveFormats)[number];

export interface EffectiveQuestion {
  readonly uri: string;
  readonly isFile: boolean;
  readonly environment?: string | undefined;
  readonly module?: string | undefined;
  readonly format: EffectiveFormat;
  /** Absolute; findings name files from there. */
  readonly currentFolder: string;
}

export type EffectiveReport =
  | {
      readonly text: string;
      /** `file:line:column: message`, as a compiler prints it, of what is not understood or does not parse. */
      readonly findings: readonly string[];
      /** Whether a file could not be read at all. */
      readonly isUnreadable: boolean;
    }
  | { readonly problem: string };

/** The effective configuration of all calls in a folder's platforms or in one file; why there is none is in `findings`. */
export function describeEffective(
  model: PlatformModel,
  settings: Settings,
  question: EffectiveQuestion,
): EffectiveReport {
  const snapshot: Snapshot = {
    model,
    settings,
    client: { markdown: false, servedElsewhere: () => false, clientUri: uri => uri },
  };
  const all = question.isFile
    ? callsInFile(snapshot, question.uri)
    : model.tree
        .rootInstances()
        .filter(root => isWithin(root.folderUri, question.uri))
        .flatMap(root => allCalls(root, model));
  const calls = all.filter(call => question.module === undefined || call.name === question.module);
  const files = filesOf(model, question, calls);
  const syntax = files.flatMap(file => syntaxFindings(file, question));
  const isUnreadable = files.some(file => model.workspace.isUnreadable(file.uri));
  if (calls.length === 0) {
    const problem = nothingFound(all, question);
    // What does not parse may be what was asked for.
    return syntax.length > 0 ? { text: '', findings: [...syntax, problem], isUnreadable } : { problem };
  }
  const { keys, base } = environmentsOf(calls, model);
  const environments = promotionOrder(keys, base, settings.environments);
  if (question.environment !== undefined && !environments.includes(question.environment)) {
    return {
      problem: `There is no environment "${question.environment}": ${environments.join(', ') || 'none is known'}.`,
    };
  }
  const faults = [
    ...files.flatMap(file => blockFaults(snapshot, file, question.module)),
    ...calls.flatMap(call => configurationFaults(snapshot, call)),
  ];
  const findings = faults.map(
    ({ place, message, code }) => `${position(snapshot, place, question)}: ${message} (${code})`,
  );
  const shown = question.environment === undefined ? environments : [question.environment];
  return {
    text: render(snapshot, calls, shown, question),
    findings: [...new Set([...syntax, ...findings])],
    isUnreadable,
  };
}

/** Files in what was asked for, and all others of the modules that declare the calls, or that they call. */
function filesOf(
  { workspace }: PlatformModel,
  question: EffectiveQuestion,
  calls: readonly ModuleCall[],
): SourceFile[] {
  const folders = new Set(calls.flatMap(({ instance, module }) => [instance.folderUri, module.folderUri]));
  return [...workspace.allFolders()].flatMap(folder =>
    [...folder.sourceFiles()].filter(
      ({ uri }) => !uri.includes('/.terraform/') && (folders.has(folder.uri) || isWithin(uri, question.uri)),
    ),
  );
}

const syntaxFindings = ({ uri, faults, lines }: SourceFile, question: EffectiveQuestion): string[] =>
  faults.map(({ message, start }) => `${positionIn(uri, lines.positionAt(start), question)}: ${message} (syntax)`);

function nothingFound(all: readonly ModuleCall[], question: EffectiveQuestion): string {
  if (all.length === 0)
    return `There is no Kubestack module in ${shownPath(fsPathOf(question.uri), question.currentFolder)}.`;
  return `There is no module "${question.module ?? ''}": ${all.map(call => call.name).join(', ')}.`;
}

function render(
  snapshot: Snapshot,
  calls: readonly ModuleCall[],
  environments: readonly string[],
  question: EffectiveQuestion,
): string {
  switch (question.format) {
    case 'json': {
      const modules = calls.map(call => onlyEnvironments(toEffectiveModule(snapshot, call), environments));
      return printedJson({ modules });
    }
    case 'hcl': {
      const documentOf = (environment: string): string =>
        effectiveDocument(snapshot, question.uri, environment, new Set(calls)).text;
      return paragraphs(environments.map(name => [`# ${name}`, '', ...documentOf(name).trimEnd().split('\n')]));
    }
    case 'text':
      return paragraphs(calls.map(call => linesOf(snapshot, call, environments)));
  }
}

/** With an empty line between them. */
const paragraphs = (all: readonly (readonly string[])[]): string =>
  printedLines(all.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])));

function onlyEnvironments(module: EffectiveModule, environments: readonly string[]): EffectiveModule {
  const kept = environments.flatMap(name =>
    module.environments[name] ? [[name, module.environments[name]] as const] : [],
  );
  return { ...module, environments: Object.fromEntries(kept) };
}

function linesOf(snapshot: Snapshot, call: ModuleCall, environments: readonly string[]): string[] {
  const module = toEffectiveModule(snapshot, call);
  const facts = [module.kind, module.provider, module.version, `base ${module.baseKey}`].filter(
    fact => fact !== undefined,
  );
  const lines = [`${module.address} (${facts.join(', ')})`];
  for (const name of environments) {
    const attributes = module.environments[name];
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
  if (attribute.origin === 'inherited') return `  (from ${baseKey})`;
  return attribute.overrides ? `  (instead of ${valueText(attribute.overrides)})` : '';
}

function position(snapshot: Snapshot, place: Parameters<typeof locationOf>[1], question: EffectiveQuestion): string {
  const { uri, range } = locationOf(snapshot, place);
  return positionIn(uri, range.start, question);
}

/** `file:line:column`, counted from one, as compilers print it. */
const positionIn = (
  uri: string,
  { line, character }: { line: number; character: number },
  { currentFolder }: EffectiveQuestion,
): string => `${shownPath(fsPathOf(uri), currentFolder)}:${line + 1}:${character + 1}`;
