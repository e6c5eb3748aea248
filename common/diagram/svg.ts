/** A platform diagram as an SVG file: the same bytes for the same platform. */
import type { Diagram } from './diagram';
import { drawArrow, drawNode } from './drawing';
import { diagramStyle, type DiagramColors } from './style';
import { svgText, type SvgElement } from './svgElement';
import { ENGLISH_WORDS } from './words';

const FONT = "'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif";

/** Each text has a contrast of at least 4.5 to 1, and each mark of 3 to 1 (WCAG AA). */
const LIGHT: DiagramColors = {
  font: FONT,
  background: '#ffffff',
  text: '#1f2328',
  muted: '#57606a',
  border: '#8c959f',
  environment: '#f6f8fa',
  card: '#ffffff',
  part: '#f6f8fa',
  accent: '#bc4c00',
};
const DARK: DiagramColors = {
  font: FONT,
  background: '#0d1117',
  text: '#e6edf3',
  muted: '#a6adb6',
  border: '#6e7681',
  environment: '#161b22',
  card: '#0d1117',
  part: '#161b22',
  accent: '#f0883e',
};

/** Margin around the picture, in pixels. */
const MARGIN = 8;

export function diagramSvg({ width, height, nodes, arrows }: Diagram): string {
  const style = `${diagramStyle(LIGHT)}@media (prefers-color-scheme: dark) {${diagramStyle(DARK)}}\n`;
  const [outerWidth, outerHeight] = [width + 2 * MARGIN, height + 2 * MARGIN];
  const picture: SvgElement = {
    tag: 'svg',
    attributes: {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'diagram',
      role: 'img',
      'aria-label': 'Platform diagram',
      width: outerWidth,
      height: outerHeight,
      viewBox: `${-MARGIN} ${-MARGIN} ${outerWidth} ${outerHeight}`,
    },
    children: [
      { tag: 'title', children: ['Platform diagram'] },
      { tag: 'style', children: [] },
      ...nodes.map(node => drawNode(node, ENGLISH_WORDS)),
      ...arrows.map(arrow => drawArrow(arrow, ENGLISH_WORDS)),
    ],
  };
  // The style sheet is a constant of this project. It is not escaped, since it must keep its line breaks and ">".
  return `${svgText(picture).replace('<style/>', `<style>${style}</style>`).replaceAll('><g class="', '>\n<g class="')}\n`;
}
