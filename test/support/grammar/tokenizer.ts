// Runs the contributed grammars in the engine that VS Code uses for syntax highlighting.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, Registry, parseRawGrammar, type IGrammar, type StackElement } from 'vscode-textmate';

const root = path.resolve(__dirname, '../../..');

interface GrammarContribution {
  readonly language: string;
  readonly scopeName: string;
  readonly path: string;
}
export interface GrammarToken {
  readonly text: string;
  /** Outermost first, without the grammar's own scope. */
  readonly scopes: readonly string[];
}
export interface TokenizedLine {
  readonly tokens: readonly GrammarToken[];
  readonly state: StackElement;
}
export interface Tokenizer {
  /** Tokenizes a line (without its line break), starting in the state after the previous line. */
  line(text: string, state?: StackElement): TokenizedLine;
  /** Tokenizes all lines of a text. */
  text(text: string): TokenizedLine[];
}

/** The tokenizer of a language id. @throws Error if `package.json` contributes no grammar for it */
export async function loadTokenizer(language: string): Promise<Tokenizer> {
  const contributions = readContributions();
  const contribution = contributions.find(each => each.language === language);
  const grammar = contribution && (await (await createRegistry(contributions)).loadGrammar(contribution.scopeName));
  if (!grammar) throw new Error(`There is no grammar for ${language}.`);
  return tokenizerOf(grammar);
}

/** Whether no block, bracket, string or heredoc is still open at the end of the text. */
export function isClosed(state: StackElement): boolean {
  return state.depth === 1;
}

function readContributions(): GrammarContribution[] {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    contributes: { grammars: GrammarContribution[] };
  };
  return manifest.contributes.grammars;
}

let oniguruma: Promise<void> | undefined;

async function createRegistry(contributions: readonly GrammarContribution[]): Promise<Registry> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  oniguruma ??= loadWASM(new Uint8Array(wasm).buffer);
  await oniguruma;
  return new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: scopeName => {
      const file = contributions.find(each => each.scopeName === scopeName)?.path;
      if (file === undefined) return Promise.resolve(null);
      return Promise.resolve(parseRawGrammar(readFileSync(path.join(root, file), 'utf8'), file));
    },
  });
}

function tokenizerOf(grammar: IGrammar): Tokenizer {
  const line = (text: string, state: StackElement = INITIAL): TokenizedLine => {
    const result = grammar.tokenizeLine(text, state);
    const tokens = result.tokens.map(token => ({
      text: text.slice(token.startIndex, token.endIndex),
      scopes: token.scopes.slice(1),
    }));
    return { tokens, state: result.ruleStack };
  };
  const text = (whole: string): TokenizedLine[] => {
    const lines: TokenizedLine[] = [];
    for (const each of whole.split(/\r?\n/)) lines.push(line(each, lines.at(-1)?.state));
    return lines;
  };
  return { line, text };
}
