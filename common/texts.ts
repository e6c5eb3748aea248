/** Localized texts by name, for webview pages and for the platform diagram. */
import { ownProperty } from './ownProperty';

export type Texts = (name: string, ...values: readonly (string | number)[]) => string;

/** Creates a function that looks up a text by name, and replaces `{0}` and `{1}` by values. For an unknown name, it returns the name. */
export const filledTexts =
  (texts: Readonly<Record<string, string>>): Texts =>
  (name, ...values) =>
    (ownProperty(texts, name) ?? name).replace(/\{(\d)\}/g, (mark, index: string) =>
      String(values[Number(index)] ?? mark),
    );

/** The text for a number of items. For the count 1, it is the text with the suffix `One` in its name. */
export const counted = (texts: Texts, name: string, count: number): string =>
  count === 1 ? texts(`${name}One`) : texts(name, count);
