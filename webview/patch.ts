/**
 * Updates the elements of a page to a wanted state and leaves correct ones untouched, so that focus, selection and scroll position are
 * kept.
 */

/** An element as it should be. */
export interface Wanted {
  readonly tag: keyof HTMLElementTagNameMap;
  /** Tells it from its neighbours of the same tag; they are told apart by their order where they have none. */
  readonly key?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Either a text or children. */
  readonly text?: string;
  readonly children?: readonly Wanted[];
}

const keys = new WeakMap<Node, string>();

/** @param parent whose children are to be these, in this order. Others are removed. */
export function patchChildren(parent: Element, wanted: readonly Wanted[]): void {
  const counts = new Map<string, number>();
  const named = wanted.map(each => {
    const count = counts.get(each.tag) ?? 0;
    counts.set(each.tag, count + 1);
    return { each, key: `${each.tag} ${each.key === undefined ? `#${count}` : `=${each.key}`}` };
  });
  const wantedKeys = new Set(named.map(({ key }) => key));
  const known = new Map<string, HTMLElement>();
  for (const child of [...parent.children]) {
    const key = keys.get(child);
    if (key === undefined || !wantedKeys.has(key) || known.has(key)) child.remove();
    else known.set(key, child as HTMLElement);
  }
  let next = parent.firstElementChild;
  for (const { each, key } of named) {
    const element = known.get(key) ?? document.createElement(each.tag);
    known.delete(key);
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
