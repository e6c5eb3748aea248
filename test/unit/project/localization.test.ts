// The texts of the user interface: all of them are in the bundle that translators get, and what comes back fits.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { englishBundle, markedTextsIn, translationProblem } from '../../../scripts/localizableTexts';

const project = join(__dirname, '../../..');

describe('localized texts', function () {
  // Every file of the product is parsed.
  this.timeout(60_000);

  it('are in l10n/bundle.l10n.json, as npm run l10n writes it', () => {
    const bundle: unknown = JSON.parse(readFileSync(join(project, 'l10n/bundle.l10n.json'), 'utf8'));
    assert.deepEqual(bundle, englishBundle(project));
  });

  it('are found wherever a function marks them', () => {
    const code = "t('{0} nodes', count); vscode.l10n.t('Restart'); const A = localizable(\"Node pool\");";
    assert.deepEqual(
      markedTextsIn('client/a.ts', code).map(({ text }) => text),
      ['{0} nodes', 'Restart', 'Node pool'],
    );
  });

  it('are literals, since others would not be found', () => {
    assert.throws(() => markedTextsIn('server/a.ts', '\nt(`${count} nodes`);'), /server\/a\.ts:2: .*one literal/);
  });

  const wrong: [original: string, translation: unknown, problem: RegExp][] = [
    ['{0} of {1}', '{0} von {0}', /placeholders/],
    ['Run `init`.', 'Führe init aus.', /backticks/],
    ['Close', ' ', /empty/],
    ['Close', undefined, /empty/],
    ['One\n\nTwo', 'Eins Zwei', /line breaks/],
    ['[Sign in](command:kubestack.signIn)', '[Anmelden](command:workbench.signIn)', /commands/],
    ['$(check) Done', 'Fertig', /icons/],
  ];
  for (const [original, translation, problem] of wrong)
    it(`refuse ${JSON.stringify(translation)} as translation of ${JSON.stringify(original)}`, () =>
      assert.match(translationProblem(original, translation) ?? '', problem));

  it('take a translation in another order', () => {
    assert.equal(translationProblem('{0} of `{1}`', '`{1}`の{0}'), undefined);
  });
});
