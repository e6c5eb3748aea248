/** Loads the published tree-sitter grammar. Only this folder uses web-tree-sitter. */
import { Language, Parser } from 'web-tree-sitter';
import type { ReadAsset } from '../../../common/assets';

export type Grammar = Language;

let loading: Promise<Language> | undefined;

/** @returns a function that starts to load the parser and the grammar when it is first called, and returns the grammar when it is loaded */
export function grammarOnDemand(readAsset: ReadAsset, failed: (error: unknown) => void): () => Grammar | undefined {
  let grammar: Grammar | undefined;
  let started: Promise<void> | undefined;
  return () => {
    started ??= (loading ??= load(readAsset)).then(loaded => {
      grammar = loaded;
    }, failed);
    return grammar;
  };
}

async function load(readAsset: ReadAsset): Promise<Language> {
  // Without `locateFile`, the library computes the URL of a file next to its own, which fails in a bundle for browsers.
  await Parser.init({ wasmBinary: readAsset('web-tree-sitter.wasm'), locateFile: (name: string) => name });
  return Language.load(readAsset('tree-sitter-hcl.wasm'));
}
