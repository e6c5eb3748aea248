/** Finds the texts to translate in the code, and checks their translations. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isBlock, snippetTitle, type BlockSnippet } from '../server/features/completion/completionSnippets';

/** Functions whose first argument is a text of the user interface. */
const MARKERS = /^(?:t|localizable)$/;
/** This file is ignored, since it passes on texts that others have marked. */
const MECHANISM = 'common/localization.ts';

/** A text, and where it is marked. */
export interface MarkedText {
  readonly text: string;
  /** `server/features/hover/hover.ts:12` */
  readonly location: string;
}

/** All texts of the product. @throws Error if a text is not a literal */
function markedTexts(project: string): readonly MarkedText[] {
  return ['client', 'common', 'server', 'webview'].flatMap(part =>
    readdirSync(join(project, part), { recursive: true, encoding: 'utf8' })
      .map(name => `${part}/${name.replaceAll('\\', '/')}`)
      .filter(file => file.endsWith('.ts') && file !== MECHANISM)
      .flatMap(file => markedTextsIn(file, readFileSync(join(project, file), 'utf8'))),
  );
}

/** The marked texts in a file. @throws Error if a text is not a literal */
export function markedTextsIn(file: string, code: string): readonly MarkedText[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: MarkedText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && MARKERS.test(node.expression.getText(source))) {
      const location = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
      const [text] = node.arguments;
      if (!text || !ts.isStringLiteralLike(text))
        throw new Error(`${location}: the text must be one literal, with {0} where values go.`);
      found.push({ text: text.text, location });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Texts in the data that the server displays: descriptions of modules, changes of releases, effects of changes on resources, and titles of snippets.
 */
export function dataTexts(project: string): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const [file, keys] of [
    ['data/schemas.json', /^(?:hint|reason|summary|action)$/],
    ['data/resources.json', /^(?:note|message)$/],
  ] as const)
    JSON.parse(readFileSync(join(project, file), 'utf8'), (key, value: unknown) => {
      if (keys.test(key) && typeof value === 'string') texts.add(value);
      return value;
    });
  const snippets = JSON.parse(readFileSync(join(project, 'snippets/terraform.code-snippets'), 'utf8')) as object;
  for (const snippet of Object.values(snippets) as BlockSnippet[])
    if (isBlock(snippet)) texts.add(snippetTitle(snippet));
  return texts;
}

/** The English texts as in l10n/bundle.l10n.json: the keys are the texts. */
export function englishBundle(project: string): Readonly<Record<string, string>> {
  const texts = new Set([...markedTexts(project).map(({ text }) => text), ...dataTexts(project)]);
  return Object.fromEntries([...texts].sort().map(text => [text, text]));
}

/**
 * Compares the placeholders and markup of a translation with those of the original text.
 *
 * @returns the difference; undefined if there is none
 */
export function translationProblem(original: string, translation: unknown): string | undefined {
  if (typeof translation !== 'string' || translation.trim() === '') return 'is empty';
  for (const [what, pattern] of Object.entries(KEPT)) {
    const [expected, found] = [original, translation].map(text => (text.match(pattern) ?? []).sort());
    if (expected!.join('\n') !== found!.join('\n'))
      return `has other ${what}: ${found!.join(' ')} instead of ${expected!.join(' ')}`;
  }
  return undefined;
}

/** Parts that must be the same in all languages. */
const KEPT = {
  placeholders: /\{\d+\}/g,
  'code in backticks': /`[^`]+`/g,
  'names, values to fill in, and versions':
    /[a-z\d]+(?:_[a-z\d]+)+|<[^>]+>|\$\{[^}]*\}|\bv\d+(?:\.\d+)+(?:-\w+(?:\.\w+)*)?/gi,
  icons: /\$\([\w~-]+\)/g,
  'addresses and commands': /https?:\/\/[^\s),]*|command:[\w.]+/g,
  'targets of links': /\]\([^)]*\)/g,
  'blanks at its ends': /^\s+|\s+$/g,
  'line breaks': /\n/g,
};
