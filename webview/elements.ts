/** Makes the elements of a page. */

interface Parts {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Node | string)[];
}

/** @param tag of HTML. @returns a new element */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { attributes = {}, children = [] }: Parts = {},
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button that does something when it is pressed. @param hint its tooltip, with the key that does the same */
export function button(text: string, hint: string, press: () => void): HTMLButtonElement {
  const made = element('button', { attributes: { type: 'button', title: hint }, children: [text] });
  made.addEventListener('click', press);
  return made;
}
