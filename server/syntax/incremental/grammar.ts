/** Loads the published tree-sitter grammar. Only this folder uses web-tree-sitter. */
import { Language, Parser } from 'web-tree-sitter';
import type { ReadAsset } from '../../../common/assets';

export type Grammar = Language;

let loading: Promise<Language> | undefined;

/**
 * Loads the parser and the grammar.
 * @throws Error if an asset is missing or damaged
 */
export function loadGrammar(readAsset: ReadAsset): Promise<Language> {
  return (loading ??= load(readAsset));
}

async function load(readAsset: ReadAsset): Promise<Language> {
  // Without `locateFile`, the library computes the URL of a file next to its own, which fails in a bundle for browsers.
  await Parser.init({ wasmBinary: readAsset('web-tree-sitter.wasm'), locateFile: (name: string) => name });
  return Language.load(readAsset('tree-sitter-hcl.wasm'));
}
