/** SVG as data: it becomes text that stands alone, or elements of a page, and texts in it are text in both. */
import { visibleText } from '../visibleText';

export interface SvgElement {
  readonly tag: 'svg' | 'g' | 'rect' | 'path' | 'text' | 'title' | 'style';
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly children?: readonly (SvgElement | string)[];
}

/** As XML. Every character of a text is seen, and none is markup. */
export function svgText({ tag, attributes = {}, children = [] }: SvgElement): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  const content = children.map(child => (typeof child === 'string' ? escaped(child) : svgText(child))).join('');
  return content === '' ? `<${tag}${written.join('')}/>` : `<${tag}${written.join('')}>${content}</${tag}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => visibleText(text).replace(/[&<>"']/g, character => entities[character]!);
