import assert from 'node:assert/strict';
import {
  alternatives,
  currentLanguage,
  enumeration,
  localizable,
  localized,
  setLocale,
  t,
  translatedLanguage,
} from '../../../common/localization';

describe('localization', () => {
  afterEach(() => setLocale(undefined, () => ({})));

  it('inserts values into an English text, also twice, and ignores placeholders in values', () => {
    assert.equal(t('{0} of {1}, not {0}', '{1}', 2), '{1} of 2, not {1}');
  });

  it('translates texts, and falls back to English', () => {
    setLocale('de-AT', language => (language === 'de' ? { '{0} of {1}': '{1}: {0}', toString: 'x' } : {}));
    assert.equal(t('{0} of {1}', 'a', 'b'), 'b: a');
    assert.equal(t('Close'), 'Close');
    assert.equal(t('hasOwnProperty'), 'hasOwnProperty');
  });

  it('translates texts that were marked before the language was known', () => {
    const marked = localizable('{0} nodes', 3);
    setLocale('ja', () => ({ '{0} nodes': 'ノード {0} 台' }));
    assert.equal(localized(marked), 'ノード 3 台');
  });

  it('brackets every text in the pseudo-locale', () => {
    setLocale('qps-ploc', () => assert.fail('There are no translations.'));
    assert.equal(t('{0} nodes', 3), '⟦3 nodes⟧');
  });

  it('formats lists in the language', () => {
    assert.equal(alternatives(['a', 'b', 'c']), 'a, b or c');
    assert.equal(enumeration(['a', 'b']), 'a and b');
    setLocale('de', () => ({}));
    assert.equal(alternatives(['a', 'b', 'c']), 'a, b oder c');
  });

  it('returns the current language, for links to pages', () => {
    assert.equal(currentLanguage(), undefined);
    setLocale('ja', () => ({}));
    assert.equal(currentLanguage(), 'ja');
    setLocale('qps-ploc', () => ({}));
    assert.equal(currentLanguage(), undefined);
  });

  it('determines the language of LSP and POSIX locales', () => {
    const locales = ['de', 'de-AT', 'de_DE.UTF-8', 'DE', 'ja_JP', 'en', 'C', 'den', '', undefined];
    assert.deepEqual(locales.map(translatedLanguage), [
      ...['de', 'de', 'de', 'de', 'ja'],
      ...[undefined, undefined, undefined, undefined, undefined],
    ]);
  });
});
