/** What `kubestack-language-server diagram` prints: the same bytes for the same platforms, on every machine. */
import { english, t } from '../../common/localization';
import type { Diagram } from '../../common/diagram/diagram';
import { diagramSvg } from '../../common/diagram/svg';
import { collapsing } from '../features/diagram/diagram';
import { diagramContents, type DiagramContent } from '../features/diagram/diagramContent';
import { layOutDiagram, diagramTitle } from '../features/diagram/diagramLayout';
import { mermaidText } from '../features/diagram/mermaid';
import { allCalls } from '../kubestack/platform/platform';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { now } from '../../common/now';
import { configurationDiagnostics } from '../semantics/reportedDiagnostics';
import type { RequestContext } from '../semantics/requestContext';
import type { Settings } from '../semantics/settings';
import { isWithin, relativePath } from '../workspace/uri';
import { contextOf } from './command';
import { findingText } from './effectiveCommand';
import { printedJson } from './printedText';

export const DIAGRAM_FORMATS = ['svg', 'mermaid', 'json'] as const;
type DiagramFormatName = (typeof DIAGRAM_FORMATS)[number];

export interface DiagramQuestion {
  /** A folder: the platforms in it are drawn. */
  readonly uri: string;
  readonly format: DiagramFormatName;
  /** Absolute path. Findings have paths relative to it. */
  readonly currentFolder: string;
}

export type DiagramReport =
  | {
      readonly text: string;
      /** `file:line:column: message` for configurations that can't be evaluated; they are drawn without facts. */
      readonly findings: readonly string[];
    }
  | { readonly problem: string };

/** The diagram of all platforms in a folder, with paths relative to that folder. */
export function runDiagram(model: PlatformModel, settings: Settings, question: DiagramQuestion): DiagramReport {
  const { uri: folder, currentFolder } = question;
  const relative = (uri: string): string => (uri === folder ? '' : (relativePath(folder, uri) ?? uri));
  const inFiles = contextOf(model, settings);
  const request: RequestContext = { ...inFiles, client: { ...inFiles.client, clientUri: relative } };
  const isWanted = (root: string): boolean => isWithin(root, folder);
  const contents = now(
    diagramContents(request, isWanted, {
      isCollapsed: collapsing('auto', []),
      t: english,
    }),
  );
  if (contents.length === 0) return { problem: t('There is no Kubestack platform in this folder.') };
  const findings = model.tree
    .rootInstances()
    .filter(root => isWanted(root.folderUri))
    .flatMap(root => now(allCalls(root, model)))
    .flatMap(call => configurationDiagnostics(inFiles, call))
    .map(diagnostic => findingText(inFiles, diagnostic, { currentFolder }));
  return { text: textOf(contents, question.format), findings: [...new Set(findings)] };
}

function textOf(contents: readonly DiagramContent[], format: DiagramFormatName): string {
  if (format === 'mermaid') return mermaidText(contents, nameOf, []);
  const diagram: Diagram = layOutDiagram(contents, nameOf, []);
  return format === 'svg' ? diagramSvg(diagram) : printedJson(diagram);
}

const nameOf = ({ uri }: DiagramContent): string => (uri === '' ? diagramTitle(english) : uri);
