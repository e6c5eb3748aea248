/** Texts by name: those of a page, which the host sends in the editor's language, and those of the platform diagram. */

export type Texts = (name: string, ...values: readonly (string | number)[]) => string;

/** @param texts by name. @returns the text of a name, its `{0}` and `{1}` replaced by values; the name itself where there is none */
export const filledTexts =
  (texts: Readonly<Record<string, string>>): Texts =>
  (name, ...values) =>
    (texts[name] ?? name).replace(/\{(\d)\}/g, (mark, index: string) => String(values[Number(index)] ?? mark));

/** The text of that name for a number; for one, that of the name with `One` behind it. */
export const counted = (texts: Texts, name: string, count: number): string =>
  count === 1 ? texts(`${name}One`) : texts(name, count);
