// The texts of the user interface: all of them are in the translators' bundle, and translations are validated.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { dataTexts, englishBundle, markedTextsIn, translationProblem } from '../../../scripts/localizableTexts';

const project = join(__dirname, '../../..');

const eslint = new ESLint({
  cwd: project,
  // The code below is in no file, so there are no types.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId === 'kubestack/localized-texts',
});

async function lintProblems(text: string, file = 'server/features/a.ts'): Promise<string> {
  const results = await eslint.lintText(text, { filePath: join(project, file) });
  return results
    .flatMap(({ messages }) => messages)
    .map(({ message }) => message)
    .join();
}

describe('localized texts', function () {
  // Every file of the product is parsed.
  it('are in l10n/bundle.l10n.json, as npm run l10n writes it', () => {
    const bundle: unknown = JSON.parse(readFileSync(join(project, 'l10n/bundle.l10n.json'), 'utf8'));
    assert.deepEqual(bundle, englishBundle(project));
  });

  it('are found in every function that marks texts', () => {
    const code = 't(\'{0} nodes\', count); const A = localizable("Node pool");';
    assert.deepEqual(
      markedTextsIn('client/a.ts', code).map(({ text }) => text),
      ['{0} nodes', 'Node pool'],
    );
  });

  it('are found in descriptions of modules, reasons of requirements and titles of snippets', () => {
    const texts = dataTexts(project);
    for (const text of ['Number of nodes.', 'a node pool needs a name', 'EKS cluster (AWS)'])
      assert.ok(texts.has(text), text);
  });

  it('must be literals, since others would not be found', () => {
    assert.throws(() => markedTextsIn('server/a.ts', '\nt(`${count} nodes`);'), /server\/a\.ts:2: .*one literal/);
  });

  const wrong: [original: string, translation: unknown, problem: RegExp][] = [
    ['{0} of {1}', '{0} von {0}', /placeholders/],
    ['Run `init`.', 'Führe init aus.', /backticks/],
    ['Set min_size.', 'Legen Sie minSize fest.', /names/],
    ['Written <name>-<zone>.', 'Im Format <Name>-<Zone>.', /values to fill in/],
    ['Up to v0.19.2', 'Bis v0.19', /versions/],
    ['Close', ' ', /empty/],
    ['Close', undefined, /empty/],
    ['One\n\nTwo', 'Eins Zwei', /line breaks/],
    ['[Sign in](command:kubestack.signIn)', '[Anmelden](command:workbench.signIn)', /commands/],
    ['$(check) Done', 'Fertig', /icons/],
    ['See [the plan](../planning.md).', 'Siehe [den Plan](planning.md).', /links/],
  ];
  for (const [original, translation, problem] of wrong)
    it(`reject ${JSON.stringify(translation)} as translation of ${JSON.stringify(original)}`, () =>
      assert.match(translationProblem(original, translation) ?? '', problem));

  it('accept a translation with placeholders in another order', () => {
    assert.equal(translationProblem('{0} of `{1}`', '`{1}`の{0}'), undefined);
  });

  for (const code of [
    "const f = () => ({ message: 'The module is not installed.' });",
    "const f = () => ({ title: 'Change to ops' });",
    'const f = name => ({ title: `Change to ${name}` });',
    "export const TITLES = { add: 'Add a cluster' };",
  ])
    it(`lint asks to mark the text in ${code}`, async () => assert.match(await lintProblems(code), /Mark this text/));

  it('lint refuses a text that is translated before the language is known', async () => {
    assert.match(await lintProblems("const TITLE = t('Add a cluster');"), /not known/);
  });

  it('lint allows marked texts, code, log messages, and texts that are always English', async () => {
    const code = [
      "const A = localizable('Add a cluster'); const f = () => t('Change to {0}', name);",
      "logFailure('The checks failed', error); throw new Error('The asset is missing.');",
      'const code = `module "${name}" {`; const kind = "nodePool";',
    ].join('\n');
    assert.equal(await lintProblems(code), '');
    assert.equal(await lintProblems("const a = 'Describe Kubestack platforms';", 'server/tools/a.ts'), '');
  });
});
