// Patterns of names: GitHub's filters, regular expressions, shell globs.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filterPattern, passes } from '../../../../common/pipelines/github/filterPatterns';
import { exampleOf, isFoundIn, matches, patternPrefix, suffixOf } from '../../../../common/regex/pattern';
import { delimitedExpression, regularExpression } from '../../../../common/regex/regularExpression';
import { shellGlob } from '../../../../common/regex/shellGlob';
import { tagFilter } from '../../../../common/pipelines/tagFilter';

const filter = (...patterns: string[]) => patterns.map(text => filterPattern(text) ?? assert.fail(text));

describe('a branch or tag filter', () => {
  // Examples from GitHub's "Patterns to match branches and tags".
  const rows: readonly [pattern: string, taken: readonly string[], missed: readonly string[]][] = [
    ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature/beta-a/my-branch', 'feature', 'main']],
    [
      'feature/**',
      ['feature/beta-a/my-branch', 'feature/your-branch', 'feature/mona/the/octocat'],
      ['feature', 'main'],
    ],
    ['main', ['main'], ['main2', 'a/main']],
    ['releases/mona-the-octocat', ['releases/mona-the-octocat'], ['releases/mona']],
    ['*', ['main', 'releases', 'all-the-branches'], ['all/the/branches']],
    ['**', ['all/the/branches', 'every/tag', 'main'], []],
    ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['feature-x', 'a/feature']],
    ['v2*', ['v2', 'v2.0', 'v2.9'], ['v1.2', 'av2']],
    ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1.0', 'v1.x.0']],
    ['*/**', ['a/b', 'a/b/c'], ['a']],
    ['**/main', ['main', 'a/main', 'a/b/main'], ['mainly']],
    ['apps?-deploy', ['app-deploy', 'apps-deploy'], ['appss-deploy']],
    ['release\\*', ['release*'], ['release1']],
    ['a.b', ['a.b'], ['axb']],
  ];
  for (const [pattern, taken, missed] of rows)
    it(`${pattern} matches the names in GitHub's documentation`, () => {
      for (const name of taken) assert.equal(passes(filter(pattern), name), true, name);
      for (const name of missed) assert.equal(passes(filter(pattern), name), false, name);
    });

  it('uses the last matching pattern', () => {
    const list = filter('releases/**', '!releases/**-alpha', 'releases/x-alpha');
    assert.equal(passes(list, 'releases/10'), true);
    assert.equal(passes(list, 'releases/10-alpha'), false);
    assert.equal(passes(list, 'releases/x-alpha'), true);
    assert.equal(passes(filter('!main'), 'main'), false);
    assert.equal(passes(filter('!main'), 'other'), false, 'a list of exclusions alone takes nothing');
  });

  it('is invalid with unclosed brackets or reversed ranges', () => {
    for (const text of ['a[b', 'a[]', 'a[9-0]', 'a\\']) assert.equal(filterPattern(text), undefined, text);
  });
});

describe('a regular expression', function () {
  const piece = fc.oneof(
    fc.constantFrom('a', 'b', '-', '\\.', '\\d', '\\w', '.', '[ab]', '[^a]', '[0-9-]', '(?:a|b)', '(a|bc)', '\\/'),
  );
  const quantified = fc
    .tuple(piece, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,}', '*?'))
    .map(parts => parts.join(''));
  const source = fc
    .tuple(fc.constantFrom('', '^'), fc.array(quantified, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '$'))
    .map(([start, parts, end]) => start + parts.join('') + end);
  const name = fc
    .array(fc.constantFrom('a', 'b', 'c', 'A', '1', '-', '.', '/'), { maxLength: 8 })
    .map(each => each.join(''));

  it('matches where JavaScript matches', () => {
    fc.assert(
      fc.property(source, name, fc.boolean(), (text, subject, ignoreCase) => {
        const flags = ignoreCase ? 'i' : '';
        const own = regularExpression(text, flags) ?? assert.fail(text);
        assert.equal(
          isFoundIn(own.pattern, subject),
          new RegExp(text, flags).test(subject),
          `/${text}/${flags} in ${subject}`,
        );
      }),
      { numRuns: 3_000, seed: 20_251_104 },
    );
  });

  it('has a matching example, and a prefix that all matches share', () => {
    fc.assert(
      fc.property(source, name, (text, subject) => {
        const own = regularExpression(text) ?? assert.fail(text);
        const example = exampleOf(own.pattern);
        assert.equal(isFoundIn(own.pattern, example), true, `/${text}/ in ${example}`);
        if (isFoundIn(own.pattern, subject))
          assert.ok(subject.startsWith(own.prefix), `/${text}/: ${own.prefix} of ${subject}`);
      }),
      { numRuns: 2_000, seed: 20_251_105 },
    );
  });

  it('is refused as RE2 refuses it', () => {
    for (const text of ['(?!a)b', '(?<=a)b', 'a\\1', '(a', 'a)', '[a', '*a', 'a**', '[b-a]'])
      assert.equal(regularExpression(text), undefined, text);
    assert.equal(delimitedExpression('/a/x'), undefined);
    assert.equal(delimitedExpression('a'), undefined);
  });

  it('has the classes and the flags of RE2', () => {
    for (const [text, name, flags] of [
      ['\\bapps\\b', 'x-apps-1'],
      ['^[[:alpha:]]+$', 'apps'],
      ['^\\p{Lu}', 'Apps'],
      ['^b$', 'a\nb', 'm'],
      ['a.b', 'a\nb', 's'],
    ] as const) {
      const { pattern } = regularExpression(text, flags) ?? assert.fail(text);
      assert.equal(isFoundIn(pattern, name), true, text);
      assert.equal(isFoundIn(pattern, ','), false, text);
    }
    assert.equal(regularExpression('^apps-', 'm')?.prefix, '', 'a line may begin anywhere');
  });

  it('is matched in linear time', () => {
    const evil = regularExpression('^(?:a+)+$') ?? assert.fail();
    const nested = regularExpression('^(?:(?:(?:a*)*)*)*$') ?? assert.fail();
    for (const { pattern } of [evil, nested]) assert.equal(isFoundIn(pattern, `${'a'.repeat(900)}!`), false);
    const many = regularExpression('.*'.repeat(300) + 'x') ?? assert.fail();
    assert.equal(isFoundIn(many.pattern, 'a'.repeat(20)), false);
    assert.equal(isFoundIn(many.pattern, 'a'.repeat(400)), undefined, 'too much work to tell');
    assert.equal(regularExpression('(?:a{1000}){1000}'), undefined, 'more repetitions than RE2 takes');
    const large = regularExpression('a{1000}'.repeat(30)) ?? assert.fail();
    assert.equal(isFoundIn(large.pattern, 'a'), undefined, 'too large to tell');
    assert.ok(exampleOf(large.pattern).length <= 1_000);
    assert.equal(regularExpression('('.repeat(1_100) + 'a' + ')'.repeat(1_100)), undefined);
    assert.equal(isFoundIn(evil.pattern, 'a'.repeat(2_000)), undefined, 'a name that long is none');
  });
});

describe('a shell glob', () => {
  it('matches what the shell matches, including slashes', () => {
    const taken = (glob: string, name: string) => matches(shellGlob(glob) ?? assert.fail(glob), name);
    assert.equal(taken('refs/tags/apps-*', 'refs/tags/apps-a/b'), true);
    assert.equal(taken('a?c', 'abc'), true);
    assert.equal(taken('[ab]*', 'bx'), true);
    assert.equal(taken('\\*', '*'), true);
    assert.equal(taken('\\*', 'x'), false);
    assert.equal(shellGlob('+(a|b)'), undefined);
    assert.equal(shellGlob('[!a]'), undefined);
  });
});

describe('a tag filter', () => {
  const range = { file: { path: 'a', text: '' }, start: 0, end: 0 };
  const of = (text: string) => tagFilter((filterPattern(text) ?? assert.fail(text)).pattern, range);

  it('has a matching example', () => {
    assert.deepEqual(of('apps-deploy-*'), { glob: 'apps-deploy-*', example: 'apps-deploy-2026-01-31-1', range });
    assert.equal(of('apps-deploy-[0-9]+')?.example, 'apps-deploy-20260131120000');
    assert.equal(of('apps-v[0-9]+.[0-9]+')?.glob, 'apps-v*');
    assert.equal(of('*-apps')?.glob, '**-apps'.slice(1));
    assert.equal(of('v1.0')?.glob, 'v1.0');
  });

  it('has no example if it matches any tag', () => {
    for (const text of ['*', '**', '*.*', '**/*']) assert.equal(of(text), undefined, text);
  });

  it('has fixed parts', () => {
    const { pattern } = filterPattern('live/apps-*-x') ?? assert.fail();
    assert.deepEqual([patternPrefix(pattern), suffixOf(pattern)], ['live/apps-', '-x']);
  });
});
