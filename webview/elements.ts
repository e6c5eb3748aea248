/** Creates elements of a page. */

interface Parts {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Node | string)[];
}

/** @param tag name of an HTML element. @returns a new element */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { attributes = {}, children = [] }: Parts = {},
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button with a click handler. @param hint its tooltip, with its keyboard shortcut */
export function button(text: string, hint: string, press: () => void): HTMLButtonElement {
  const made = element('button', { attributes: { type: 'button', title: hint }, children: [text] });
  made.addEventListener('click', press);
  return made;
}
