// The built server in the pseudo-locale, which puts every translated text in brackets. Text outside of brackets was not translated.
import assert from 'node:assert/strict';
import { stepText } from '../../common/steps';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Hover,
  InlayHint,
  MarkupContent,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { EffectiveDocumentResult, ScaffoldResult } from '../../common/protocol';
import { pagesFolder } from '../../common/assets';
import { untranslated } from '../support/localization/untranslated';
import { LanguageServer, ordinaryCapabilities } from '../support/server/languageServer';
import { runCommand } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const sample = resolve(__dirname, '../platforms/multi-cloud');
const uriOf = (path: string): string => pathToFileURL(resolve(sample, path)).href;
const file = 'eks_gc0_eu-west-1_cluster.tf';
/** A type and names of the sample, which are not translated in tables and titles. */
const NAMES = /^(?:string|ops|apps|apps-prod|eu-west-1|EKS|terraform|modules?|\w+_.*)$/;

const words = (text: string): string[] => untranslated(text).filter(word => !NAMES.test(word));

describe('the language server in another language', () => {
  let server: LanguageServer;
  let document: TextDocument;

  before(async () => {
    const commands = ['showEffectiveConfiguration', 'compareEnvironments', 'plan', 'explainDiagnostic'].map(
      name => `kubestack.${name}`,
    );
    server = await LanguageServer.start({
      folder: sample,
      locale: 'qps-ploc',
      initializationOptions: { commands },
      capabilities: {
        ...ordinaryCapabilities,
        textDocument: {
          ...ordinaryCapabilities.textDocument,
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
        },
      },
    });
    document = TextDocument.create(uriOf(file), 'terraform', 0, readFileSync(join(sample, file), 'utf8'));
  });
  after(async () => assert.equal(await server.stop(), 0));

  const positionOf = (word: string) => document.positionAt(document.getText().indexOf(word) + 1);
  const hoverOn = async (word: string): Promise<string> => {
    const hover: Hover | null = await server.hover(uriOf(file), positionOf(word));
    return (hover?.contents as MarkupContent).value;
  };

  for (const word of ['configuration', 'apps-prod', 'ops', 'base_domain', 'eks_gc0', 'min_size'])
    it(`translates the hover on ${word}`, async () => {
      const text = await hoverOn(word);
      assert.match(text, /⟦/);
      assert.deepEqual(words(text), []);
    });

  it('translates hints, lenses and suggestions', async () => {
    const range = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
    const textDocument = { uri: uriOf(file) };
    const hints = await server.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
    const labels = hints.flatMap(({ label }) =>
      typeof label === 'string' ? [label] : label.map(({ value }) => value),
    );
    const lenses = await server.request<CodeLens[]>('textDocument/codeLens', { textDocument });
    const titles = lenses.flatMap(({ command }) => [command?.title ?? '', command?.tooltip ?? '']);
    assert.notEqual(hints.length, 0);
    assert.notEqual(lenses.length, 0);
    // The value that an override replaces contains no translated text: `apps-prod: ["api", "audit"]`.
    const texts = labels.filter(label => !/^apps(?:-prod)?: /.test(label.trim()));
    assert.ok(texts.length > 0 && texts.length < labels.length);
    assert.deepEqual(words([...texts, ...titles].join('\n')), []);
    const { items } = await server.request<{ items: CompletionItem[] }>('textDocument/completion', {
      textDocument,
      position: { line: positionOf('base_domain').line, character: 0 },
    });
    assert.notEqual(items.length, 0);
    const details = items.flatMap(({ detail }) => detail?.split(' · ') ?? []);
    assert.ok(details.some(detail => detail.includes('⟦')));
    const item = items.find(({ data }) => data !== undefined);
    const { documentation } = await server.request<CompletionItem>('completionItem/resolve', item);
    assert.deepEqual(words((documentation as MarkupContent).value), []);
  });

  it('translates diagnostics and code actions', async () => {
    const uri = uriOf('broken.tf');
    await server.open(uri, 'locals {\n  a = upperr("x")\n  b = local.none\n  c = [1\n}\n');
    const diagnostics = await server.diagnostics(uri, all => all.length > 0);
    assert.deepEqual(
      diagnostics.filter(({ message }) => untranslated(message as string).length > 0),
      [],
    );
    await server.close(uri);
    const actions = await server.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: uriOf(file) },
      range: { start: positionOf('base_domain'), end: positionOf('base_domain') },
      context: { diagnostics: [] },
    });
    assert.notEqual(actions.length, 0);
    for (const { title } of actions) assert.match(title, /^⟦.*⟧$/);
  });

  it('translates problems and next steps of scaffolds', async () => {
    const refused = await server.request<ScaffoldResult>('kubestack/scaffold', {
      uri: pathToFileURL(sample).href,
      kind: 'cluster',
      answers: { provider: 'aws', region: 'nowhere', name_prefix: '_' },
    });
    const messages = 'problems' in refused ? refused.problems.map(({ message }) => message) : [];
    assert.notEqual(messages.length, 0);
    for (const message of messages) assert.match(message, /^⟦[^]*⟧$/);
    const made = await server.request<ScaffoldResult>('kubestack/scaffold', {
      uri: pathToFileURL(sample).href,
      kind: 'environment',
      answers: { env: 'dev' },
    });
    const steps = 'followUp' in made ? [...made.notes, ...made.followUp.map(each => stepText(each))] : [];
    assert.notEqual(steps.length, 0);
    for (const step of steps) assert.match(step, /^⟦[^]*⟧$/);
  });

  it('translates comments in documents', async () => {
    const { text } = await server.request<EffectiveDocumentResult>('kubestack/effectiveDocument', {
      uri: uriOf(file),
      environment: 'ops',
    });
    const comments = text.split('\n').flatMap(line => line.split(' # ')[1] ?? /^ *# (.*)/.exec(line)?.[1] ?? []);
    assert.notEqual(comments.length, 0);
    for (const comment of comments) assert.match(comment, /⟦.*⟧/);
  });
});

describe('the language server in German', () => {
  it('explains a diagnostic in its language, on the page that it links to', async () => {
    const server = await LanguageServer.start({ folder: sample, locale: 'de-AT' });
    const uri = uriOf('broken.tf');
    await server.open(uri, 'locals {\n  b = local.none\n}\n');
    const [diagnostic] = await server.diagnostics(uri, all => all.length > 0);
    assert.match(diagnostic?.codeDescription?.href ?? '', /\/blob\/main\/docs\/de\/checks\/KS003\.md$/);
    const page = readFileSync(join(__dirname, '../..', pagesFolder('de'), 'KS003.md'), 'utf8');
    assert.match(page, /^# KS003: Ungültiger Ausdruck$/m);
    assert.equal(await server.stop(), 0);
  });
});

describe('the command line in another language', () => {
  const run = (parameters: readonly string[], cwd: string, variables: Readonly<Record<string, string>>) => {
    const { LC_ALL: _all, LC_MESSAGES: _messages, LANG: _lang, ...others } = process.env;
    const env = { ...others, ...variables };
    const { code, out, error } = runCommand(parameters, { cwd, env });
    return { status: code, stdout: out, stderr: error };
  };
  const folder = TemporaryFolder.ofEachTest({ 'main.tf': 'locals {\n  a = local.none\n}\n' });

  it('speaks the language of the first variable that is set: LC_ALL, LC_MESSAGES, LANG', () => {
    const unknown = ['nonsense'];
    const stderrIn = (variables: Record<string, string>) => run(unknown, folder.path, variables).stderr;
    assert.match(stderrIn({ LANG: 'qps-ploc' }), /^⟦Unknown command "nonsense"\.⟧\n⟦See .*⟧\n$/);
    assert.match(stderrIn({ LC_MESSAGES: 'qps-ploc', LANG: 'en_US.UTF-8' }), /^⟦/);
    assert.match(stderrIn({ LC_ALL: 'C.UTF-8', LANG: 'qps-ploc' }), /^Unknown command/);
    assert.match(stderrIn({ LC_ALL: '', LANG: 'qps-ploc' }), /^⟦/);
    assert.match(stderrIn({}), /^Unknown command/);
  });

  for (const command of [[], ['mcp']]) {
    const name = ['kubestack-language-server', ...command, '--help'].join(' ');

    it(`translates ${name} as a whole, except for names`, () => {
      const { stdout } = run([...command, '--help'], folder.path, { LANG: 'qps-ploc' });
      const texts = [...stdout.replace(/\n\s*/g, ' ').matchAll(/⟦([^⟧]*)⟧/g)].map(([, text]) => text!);
      assert.ok(texts.length >= 6, stdout);
      const others = stdout.replace(/⟦[^⟧]*⟧/g, '').split(/\s+/);
      const names =
        /^$|^(?:kubestack-language-server|effective|check|compare|forecast|upgrades|manifests|state|diagram|plan-report|gate|mcp|PLAN\.json|\|)$|^\[|^--|^[A-Z]+$|\]\.*$/;
      assert.deepEqual(
        others.filter(word => !names.test(word)),
        [],
      );
    });

    it(`prints ${name} in Japanese, within 120 columns`, () => {
      const { status, stdout, stderr } = run([...command, '--help'], folder.path, { LANG: 'ja_JP.UTF-8' });
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /^使用方法: kubestack-language-server .*\n(?:.*\n)*オプション:\n {2}--/);
      const columns = (line: string) => [...line].length + (line.match(/[^\0-\xff]/g) ?? []).length;
      assert.deepEqual(
        stdout.split('\n').filter(line => columns(line) > 120 || /^\s*[、。)]/.test(line)),
        [],
      );
    });
  }

  const wrong: [parameters: string[], problem: RegExp][] = [
    [['check', '--nonsense'], /^Unbekannte Option "--nonsense"\.\nSiehe /],
    [['check', '--format'], /^--format braucht einen Wert/],
    [['check', '--format', '--help'], /^--format braucht einen Wert/],
    [['check', '--help=yes'], /^--help nimmt keinen Wert an\.\n/],
    [['mcp', 'sample'], /^Unerwartetes Argument "sample"\.\n/],
    [['mcp', '--root', 'nowhere'], /^nowhere ist kein Ordner\.\n/],
    [['--socket=nonsense'], /^--socket=nonsense: .*--pipe=NAME/],
  ];
  for (const [parameters, problem] of wrong)
    it(`reports wrong usage in German: ${parameters.join(' ')}`, () => {
      const { status, stdout, stderr } = run(parameters, folder.path, { LANG: 'de_DE.UTF-8' });
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, problem);
    });

  it('translates what check prints', () => {
    const { stdout, stderr } = run(['check', '.'], sample, { LANG: 'qps-ploc' });
    assert.equal(stderr, '');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .filter(line => line !== '');
    for (const line of lines) assert.match(line, /: ⟦.*⟧ \(\w+\)$/);
  });

  it('prints what programs read in English', () => {
    const english = run(['check', '--format', 'json', '.'], sample, {});
    for (const format of ['json', 'sarif']) {
      const { stdout } = run(['check', '--format', format, '.'], sample, { LANG: 'qps-ploc' });
      assert.ok(!stdout.includes('⟦'));
      if (format === 'json') assert.equal(stdout, english.stdout);
    }
    assert.ok(!run(['diagram', '--format', 'mermaid', '.'], sample, { LANG: 'qps-ploc' }).stdout.includes('⟦'));
  });
});
