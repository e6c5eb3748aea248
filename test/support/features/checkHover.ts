/** Tests of hover: files with a cursor mark `│`, and the expected text. */
import { strict as assert } from 'node:assert';
import type { MarkupContent } from 'vscode-languageserver-types';
import { hover } from '../../../server/features/hover/hover';
import type { ClientAbilities } from '../../../server/semantics/requestContext';
import { assertText } from './expectedText';
import { markedWorkspace, textIn } from './markedWorkspace';

type Texts = Readonly<Record<string, string>>;

export interface HoverOptions {
  readonly client?: Partial<ClientAbilities>;
  /** The text that the editor highlights. */
  readonly range?: string;
  /** Texts that the text must not contain. */
  readonly without?: readonly string[];
  /** Valid texts of files that are read first, and then replaced by the marked ones. */
  readonly before?: Texts;
}

/** The client's abilities beside another extension that serves Terraform files. */
export const ALONGSIDE: HoverOptions = { client: { servedByOtherExtension: () => true } };

async function hoverIn(marked: Texts, { client, before }: HoverOptions) {
  const { snapshot, here, position, uri, workspace } = await markedWorkspace(marked, {}, before);
  const answer = hover({ ...snapshot, client: { ...snapshot.client, ...client } }, here, position);
  return {
    text: (answer?.contents as MarkupContent | undefined)?.value.replaceAll(`${uri('')}/`, ''),
    range: answer?.range && textIn(workspace.file(here)?.text ?? '', answer.range),
  };
}

/** The text of the hover at the cursor mark, in which links are relative to the workspace. */
export const hoverText = async (marked: Texts): Promise<string | undefined> => (await hoverIn(marked, {})).text;

/**
 * @param expected the text as in `assertText`. Its links are relative to the workspace
 */
export async function checkHover(
  marked: Texts,
  expected: string | readonly string[] | undefined,
  options: HoverOptions = {},
): Promise<void> {
  const { text, range } = await hoverIn(marked, options);
  assertText(text, expected);
  for (const part of options.without ?? []) assert(!text?.includes(part), `${part} is in ${text}`);
  if (options.range !== undefined) assert.equal(range, options.range);
}
