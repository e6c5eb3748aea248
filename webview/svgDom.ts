/** Creates drawings as elements of a page. */
import type { SvgElement } from '../common/diagram/svgElement';
import { visibleText } from '../common/visibleText';

/** Texts become text nodes and attribute values, so nothing in them is interpreted as markup. */
export function svgNode({ tag, attributes = {}, children = [] }: SvgElement): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  for (const child of children) element.append(typeof child === 'string' ? visibleText(child) : svgNode(child));
  return element;
}
