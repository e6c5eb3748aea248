/** `kubestack/diagram` and `kubestack/diagramText`: the platform diagram, and its export as SVG or Mermaid. */
import type {
  Diagram,
  DiagramParams,
  DiagramResult,
  DiagramTextParams,
  DiagramTextResult,
} from '../../../common/diagram/diagram';
import { diagramSvg } from '../../../common/diagram/svg';
import { parentOf } from '../../workspace/uri';
import type { RequestContext } from '../../semantics/requestContext';
import { diagramContentsInSteps, type DiagramContent } from './diagramContent';
import { layOutDiagram } from './diagramLayout';
import { mermaidText } from './mermaid';

/** Title of a single platform. */
export const PLATFORM_NAME = 'Kubestack platform';

/** Platforms with more clusters are collapsed by default. */
const MOST_EXPANDED = 150;

/** @param uri of `params`, normalized */
export function* diagramInSteps(
  request: RequestContext,
  uri: string,
  params: DiagramParams,
): Generator<undefined, DiagramResult> {
  const contents = yield* contentsAt(request, uri, params);
  return contents.length === 0 ? {} : { diagram: picture(contents, params) };
}

/** @param uri of `params`, normalized */
export function* diagramTextInSteps(
  request: RequestContext,
  uri: string,
  params: DiagramTextParams,
): Generator<undefined, DiagramTextResult> {
  const contents = yield* contentsAt(request, uri, params);
  if (contents.length === 0) return {};
  const { format, waiting } = params;
  return {
    text: format === 'svg' ? diagramSvg(picture(contents, params)) : mermaidText(contents, nameOf, waiting ?? []),
  };
}

const picture = (contents: readonly DiagramContent[], { waiting }: DiagramParams): Diagram =>
  layOutDiagram(contents, nameOf, waiting ?? []);

/** Not the folder's name, which may differ between clones: the diagram must be the same everywhere. */
const nameOf = (): string => PLATFORM_NAME;

/** The platform of a folder, or of a file's folder. */
function contentsAt(
  request: RequestContext,
  uri: string,
  { detail, toggled }: DiagramParams,
): Generator<undefined, DiagramContent[]> {
  const folder = request.model.workspace.file(uri) ? parentOf(uri) : uri;
  return diagramContentsInSteps(request, root => root === folder, { isCollapsed: collapsing(detail, toggled ?? []) });
}

/**
 * Which clusters are collapsed.
 * @param toggled names of those that differ from `detail`
 */
export function collapsing(
  detail: DiagramParams['detail'],
  toggled: readonly string[],
): (name: string, count: number) => boolean {
  const others = new Set(toggled);
  return (name, count) =>
    (detail === 'collapsed' || (detail !== 'expanded' && count > MOST_EXPANDED)) !== others.has(name);
}
