/** Updates the elements of a page to a given state, and doesn't change correct ones, so that focus, selection and scroll position are kept. */

/** The desired state of an element. */
export interface Wanted {
  readonly tag: keyof HTMLElementTagNameMap;
  /** Identifies it among siblings with the same tag; without keys, their order is used. */
  readonly key?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Either a text or child elements. */
  readonly text?: string;
  readonly children?: readonly Wanted[];
}

const keys = new WeakMap<Node, string>();

/** @param parent its children are replaced by these, in this order. Others are removed. */
export function patchChildren(parent: Element, wanted: readonly Wanted[]): void {
  const counts = new Map<string, number>();
  const named = wanted.map(each => {
    const count = counts.get(each.tag) ?? 0;
    counts.set(each.tag, count + 1);
    return { each, key: `${each.tag} ${each.key === undefined ? `#${count}` : `=${each.key}`}` };
  });
  const wantedKeys = new Set(named.map(({ key }) => key));
  const elements = new Map<string, HTMLElement>();
  for (const child of [...parent.children]) {
    const key = keys.get(child);
    if (key === undefined || !wantedKeys.has(key) || elements.has(key)) child.remove();
    else elements.set(key, child as HTMLElement);
  }
  let next = parent.firstElementChild;
  for (const { each, key } of named) {
    const element = elements.get(key) ?? document.createElement(each.tag);
    elements.delete(key);
    keys.set(element, key);
    if (element === next) next = next.nextElementSibling;
    else parent.insertBefore(element, next);
    patchElement(element, each);
  }
}

function patchElement(element: HTMLElement, { attributes = {}, text, children }: Wanted): void {
  for (const name of element.getAttributeNames()) if (!Object.hasOwn(attributes, name)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  if (text === undefined) patchChildren(element, children ?? []);
  else if (element.textContent !== text || element.firstElementChild) element.textContent = text;
}
