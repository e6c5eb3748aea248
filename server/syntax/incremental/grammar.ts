/** The published grammar, loaded once. Everything of web-tree-sitter stays in this folder. */
import { Language, Parser } from 'web-tree-sitter';
import type { ReadAsset } from '../../../common/assets';

export type Grammar = Language;

let loading: Promise<Language> | undefined;

/**
 * Loads the parser and the grammar.
 * @throws when an asset is missing or damaged
 */
export function loadGrammar(readAsset: ReadAsset): Promise<Language> {
  return (loading ??= load(readAsset));
}

async function load(readAsset: ReadAsset): Promise<Language> {
  // Without `locateFile` the library computes the address of a file beside it, which a bundle for browsers does not have.
  await Parser.init({ wasmBinary: readAsset('web-tree-sitter.wasm'), locateFile: (name: string) => name });
  return Language.load(readAsset('tree-sitter-hcl.wasm'));
}
