import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isClosed, loadTokenizer, type TokenizedLine, type Tokenizer } from '../../support/grammar/tokenizer';

const root = path.resolve(__dirname, '../../..');
const snapshots = path.join(root, 'test/grammar/snapshots');
const sources = readdirSync(snapshots).filter(name => /\.(tf|tofu|tfvars)$/.test(name));
const HEREDOC_MARKER = 'keyword.control.heredoc';
const read = (name: string): string => readFileSync(path.join(snapshots, name), 'utf8');

describe('the grammar', () => {
  let tokenizer: Tokenizer;

  before(async () => {
    tokenizer = await loadTokenizer('terraform');
  });

  it('passes its scope assertions', function () {
    runTestTool('unit.js', 'test/grammar/*.test.tf');
  });

  it('colors the sample files like their snapshots', function () {
    const missing = sources.filter(name => !existsSync(path.join(snapshots, `${name}.snap`)));
    assert.deepEqual(missing, []);
    runTestTool('snapshot.js', 'test/grammar/snapshots/*.{tf,tofu,tfvars}');
  });

  it('closes every scope that it opens in the sample files', () => {
    const open = sources.filter(name => !isClosed(tokenizer.text(read(name)).at(-1)!.state));
    assert.deepEqual(open, []);
  });

  it('colors variables files with the same rules', async () => {
    const values = await loadTokenizer('terraform-vars');
    const [line] = values.text('zones = ["a"] # note');
    assert.deepEqual(scopesOf(line!, 'zones'), ['variable.other.property.terraform']);
    assert.ok(scopesOf(line!, 'a').includes('string.quoted.double.terraform'));
    assert.ok(scopesOf(line!, ' note').includes('comment.line.number-sign.terraform'));
  });

  for (const language of ['terraform-test', 'terraform-search'])
    it(`colors files of the language ${language} with the same rules`, async () => {
      const lines = (await loadTokenizer(language)).text('run "a" {\n  command = plan\n}\n');
      assert.ok(scopesOf(lines[0]!, 'run').includes('entity.name.type.block.terraform'));
      assert.ok(scopesOf(lines[1]!, 'command').includes('variable.other.property.terraform'));
    });

  it('does not color the next block after an incomplete line', function () {
    const following = tokenizeFrom(tokenizer, 'variable "next" {', undefined).at(-1)!;
    for (const name of ['eks_gc0_eu-west-1_cluster.tf', 'feature_module.tf']) {
      for (const { state, typed } of halfTypedStates(tokenizer, read(name))) {
        const next = tokenizer.line('variable "next" {', state);
        assert.deepEqual(next.tokens, following.tokens, `after ${JSON.stringify(typed)} in ${name}`);
      }
    }
  });

  it('ends an unclosed string at the end of its line', () => {
    const lines = tokenizer.text('a = "one ${var.two\nb = "three"\n');
    assert.deepEqual(scopesOf(lines[1]!, 'b'), ['variable.other.property.terraform']);
    assert.deepEqual(scopesOf(lines[1]!, 'three'), ['string.quoted.double.terraform']);
  });

  it('ends a heredoc at its marker, whatever is open in it', () => {
    const lines = tokenizer.text('a = <<-END\n  ${upper("b\n  ENDING\n  END\nc = 1\n');
    assert.ok(lines[2]!.tokens.every(token => token.scopes.includes('string.unquoted.heredoc.terraform')));
    assert.deepEqual(scopesOf(lines[4]!, 'c'), ['variable.other.property.terraform']);
  });

  it('treats template expressions as code, so that the editor suggests there', () => {
    const [line] = tokenizer.text('a = "x ${var.name} y"');
    assert.ok(scopesOf(line!, 'name').includes('meta.embedded.line.terraform'));
    assert.ok(!scopesOf(line!, ' y').includes('meta.embedded.line.terraform'));
  });
});

/** Runs a command of vscode-tmgrammar-test, which compares and prints the differences. */
function runTestTool(script: string, pattern: string): void {
  const tool = require.resolve(`vscode-tmgrammar-test/dist/${script}`);
  const result = spawnSync(process.execPath, [tool, pattern], { cwd: root, encoding: 'utf8' });
  assert.equal(result.status, 0, result.stdout + result.stderr);
}

/** The scopes of the first token with this text. */
function scopesOf(line: TokenizedLine, text: string): readonly string[] {
  const token = line.tokens.find(each => each.text === text);
  assert.ok(token, `no token ${JSON.stringify(text)} in ${JSON.stringify(line.tokens.map(each => each.text))}`);
  return token.scopes;
}

function tokenizeFrom(tokenizer: Tokenizer, text: string, state: TokenizedLine['state'] | undefined): TokenizedLine[] {
  const lines: TokenizedLine[] = [];
  for (const each of text.split('\n')) lines.push(tokenizer.line(each, lines.at(-1)?.state ?? state));
  return lines;
}

/**
 * For each line, and each length of it while it is typed: the state at the end of the surrounding block, if the rest of the block already exists.
 * Lines with an incomplete heredoc marker are omitted, since the language itself continues the heredoc.
 */
function halfTypedStates(tokenizer: Tokenizer, text: string): { state: TokenizedLine['state']; typed: string }[] {
  const lines = text.split('\n');
  const before = tokenizer.text(text);
  return lines.flatMap((line, index) => {
    if (before[index]!.tokens.some(token => token.scopes.some(scope => scope.startsWith(HEREDOC_MARKER)))) return [];
    const end = lines.findIndex((each, at) => at > index && each === '}');
    const rest = lines.slice(index + 1, end + 1);
    return [...line].map((_, length) => {
      const typed = line.slice(0, length);
      const state = tokenizeFrom(tokenizer, [typed, ...rest].join('\n'), before[index - 1]?.state).at(-1)!.state;
      return { state, typed };
    });
  });
}
