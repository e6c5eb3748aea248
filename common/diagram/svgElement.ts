/** SVG elements as data. They are serialized as text, or become elements of a page; strings in them are always text, never markup. */
import { ownProperty } from '../ownProperty';
import { visibleText } from '../visibleText';

export interface SvgElement {
  readonly tag: 'svg' | 'g' | 'rect' | 'path' | 'text' | 'title' | 'style';
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly children?: readonly (SvgElement | string)[];
}

/** Serializes an element as XML. Strings are escaped, and invisible characters are made visible. */
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

const escaped = (text: string): string =>
  visibleText(text).replace(/[&<>"']/g, character => ownProperty(entities, character)!);
