/** `kubestack/diagram` and `kubestack/diagramText`: the platform diagram, and its export as SVG or Mermaid. */
import type {
  Diagram,
  DiagramParams,
  DiagramResult,
  DiagramRoom,
  DiagramTextParams,
  DiagramTextResult,
} from '../../../common/diagram/diagram';
import { english, t, type Translate } from '../../../common/localization';
import { COMPACT, PAGE_MARGIN, READABLE_SCALE, type DiagramWidths } from '../../../common/diagram/measures';
import { diagramSvg } from '../../../common/diagram/svg';
import { parentOf } from '../../workspace/uri';
import type { RequestContext } from '../../semantics/requestContext';
import { diagramContents, type DiagramContent } from './diagramContent';
import { layOutDiagram, diagramTitle } from './diagramLayout';
import { mermaidText } from './mermaid';

/** Platforms with more clusters are collapsed by default. */
const MAX_EXPANDED = 150;

/** In the user's language. @param uri of `params`, normalized */
export function* computeDiagram(
  request: RequestContext,
  uri: string,
  params: DiagramParams,
): Generator<undefined, DiagramResult> {
  const contents = yield* contentsAt(request, uri, params, t);
  if (contents.length === 0) return {};
  const wide = picture(contents, params, t);
  const { room, detail = 'auto' } = params;
  if (!room || widthScale(wide, room) >= READABLE_SCALE) return { diagram: wide };
  for (const tried of detail === 'auto' ? [detail, 'collapsed' as const] : [detail]) {
    // Clusters that the user expands or collapses don't change the layout of the others.
    const initial = yield* contentsAt(request, uri, { ...params, detail: tried, toggled: [] }, t);
    if (scaleIn(picture(initial, params, t, COMPACT), room) < READABLE_SCALE) continue;
    const compact = yield* contentsAt(request, uri, { ...params, detail: tried }, t);
    return { diagram: picture(compact, params, t, COMPACT) };
  }
  return { diagram: wide };
}

const widthScale = ({ width }: Diagram, room: DiagramRoom): number => (room.width - 2 * PAGE_MARGIN) / width;
const scaleIn = (diagram: Diagram, room: DiagramRoom): number =>
  Math.min(widthScale(diagram, room), (room.height - 2 * PAGE_MARGIN) / diagram.height);

/** In English: the same platform gives the same bytes on every machine. @param uri of `params`, normalized */
export function* computeDiagramText(
  request: RequestContext,
  uri: string,
  params: DiagramTextParams,
): Generator<undefined, DiagramTextResult> {
  const contents = yield* contentsAt(request, uri, params, english);
  if (contents.length === 0) return {};
  const { format, waiting } = params;
  return {
    text:
      format === 'svg'
        ? diagramSvg(picture(contents, params, english))
        : mermaidText(contents, () => diagramTitle(english), waiting ?? []),
  };
}

const picture = (
  contents: readonly DiagramContent[],
  { waiting }: DiagramParams,
  localize: Translate,
  widths?: DiagramWidths,
): Diagram => layOutDiagram(contents, () => diagramTitle(localize), waiting ?? [], localize, widths);

/** The platform of a folder, or of a file's folder. */
function contentsAt(
  request: RequestContext,
  uri: string,
  { detail, toggled }: DiagramParams,
  localize: Translate,
): Generator<undefined, DiagramContent[]> {
  const folder = request.model.workspace.file(uri) ? parentOf(uri) : uri;
  return diagramContents(request, root => root === folder, {
    isCollapsed: collapsing(detail, toggled ?? []),
    t: localize,
  });
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
    (detail === 'collapsed' || (detail !== 'expanded' && count > MAX_EXPANDED)) !== others.has(name);
}
