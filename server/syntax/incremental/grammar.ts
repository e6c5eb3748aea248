/** The published grammar, loaded once. Everything of web-tree-sitter stays in this folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';

export type Grammar = Language;

let loading: Promise<Language> | undefined;

/**
 * Loads the wasm files from a folder.
 * @param folder holds `web-tree-sitter.wasm` and `tree-sitter-hcl.wasm`
 * @throws when a file is missing or damaged
 */
export function loadGrammar(folder: string): Promise<Language> {
  return (loading ??= load(folder));
}

async function load(folder: string): Promise<Language> {
  await Parser.init({ wasmBinary: readFileSync(join(folder, 'web-tree-sitter.wasm')) });
  return Language.load(new Uint8Array(readFileSync(join(folder, 'tree-sitter-hcl.wasm'))));
}
