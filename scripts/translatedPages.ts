/** Translates the pages of the diagnostics: the prose is translated, and the code is unchanged. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesFolder, type TranslatedLanguage } from '../common/assets';
import type { Translations } from '../common/localization';

/** The unchanged prefix of a text: the marker of a heading or a list item, and the code at the beginning of a title. */
const MARK = /^(?:#+ (?:(?:KS\d{3}|syntax): )?|(?:[-*]|\d+\.) )/;
/** The line with the severity: `_error_`. */
const SEVERITY = /^([*_])(\w+)\1$/;
/** A table, a quotation or HTML, which pages must not contain. */
const UNSUPPORTED = /^ *[|<>]/;
/** The first line of a generated page. */
const COMMENT = /^<!-- Generated from .* -->\n+/;

/** The texts of the English pages to translate; the keys are the texts. */
export function englishPageTexts(project: string): Translations {
  const texts = new Set<string>();
  const add = (text: string): string => {
    texts.add(text);
    return text;
  };
  for (const page of englishPages(project).values()) mapTexts(page, add);
  return Object.fromEntries([...texts].map(text => [text, text]));
}

/** Texts of all translated pages by path. Texts without a translation stay English. */
export function translatedPages(
  project: string,
  language: TranslatedLanguage,
  translations: Translations,
): Map<string, string> {
  const translate = (text: string): string => (Object.hasOwn(translations, text) ? translations[text]! : text);
  return new Map(
    [...englishPages(project)].map(([name, page]) => [
      join(project, pagesFolder(language), name),
      `${origin(name, language)}\n\n${mapTexts(page, translate)}`,
    ]),
  );
}

const origin = (name: string, language: TranslatedLanguage): string =>
  `<!-- Generated from ${pagesFolder(undefined)}/${name} and l10n/pages.l10n.${language}.json by \`npm run l10n\`. -->`;

/** The English pages without their first comment, by file name. */
function englishPages(project: string): Map<string, string> {
  const folder = join(project, pagesFolder(undefined));
  return new Map(
    readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8').replace(COMMENT, '')]),
  );
}

/**
 * Replaces each heading, paragraph and list item of a page. The lines of a text are joined, so that it doesn't depend on line breaks.
 *
 * @throws Error for unsupported Markdown
 */
export function mapTexts(page: string, change: (text: string) => string): string {
  const result: string[] = [];
  let open: string[] = [];
  let fenced = false;
  const close = (): void => {
    if (open.length > 0) result.push(changed(open.join(' '), change));
    open = [];
  };
  for (const line of page.split('\n')) {
    const isFence = line.startsWith('```');
    if (isFence || fenced || line === '' || MARK.test(line)) close();
    if (isFence) fenced = !fenced;
    if (isFence || fenced || line === '') result.push(line);
    else if (UNSUPPORTED.test(line)) throw new Error(`This Markdown can't be translated: ${line}`);
    else open.push(line.trim());
    if (line.startsWith('#')) close();
  }
  close();
  return result.join('\n');
}

function changed(block: string, change: (text: string) => string): string {
  const [, emphasis, severity] = SEVERITY.exec(block) ?? [];
  if (severity !== undefined) return `${emphasis}${change(severity)}${emphasis}`;
  const mark = MARK.exec(block)?.[0] ?? '';
  return mark + change(block.slice(mark.length));
}
