import { pairs, type Cases } from './caseInputs';

const REGEX_TEXTS = ['', 'abc', 'aaa', 'foo bar', 'a\nb', 'Straße 12', '2024-01-02', 'AbC_1é', '👩 x'];
// prettier-ignore
const PATTERNS = ['', 'a', 'a*', 'a+?', '(a)(b)?', '(?P<y>\\d+)-(?P<m>\\d+)', '(?<y>\\d+)', '(a)|(b)', '(?:a|b)+', '[a-c]+', '[^a]',
  '\\w+', '\\W', '\\s', '\\S+', '\\d{2,}', '\\d{1,2}?', '^a', 'b$', '(?m)^b$', '(?s)a.b', 'a.b', '(?i)ABC',
  '(?i)[a-b]+', '(?i)straSSe', '(?i)STRASSE|straße', '\\bb', 'o\\B', '[[:alpha:]]+', '[[:^digit:]]', '[[:foo:]]',
  '\\pL+', '\\p{Lu}', '\\P{L}', '\\p{Latin}+', '\\p{Greek}', '\\p{Foo}', '\\pN', '\\Qa.b\\E', '\\Qab', 'x{0}', '(a*)*',
  '(a*)+', '(a|b)*', '(|a)+', '(a|ab)(c|bcd)?', 'a{2}', 'a{,2}', 'a{2,1}', 'a{1001}', '(a{100}){100}', 'a**', 'a+*',
  '*a', '(*a)', '+', '(', ')', 'a)', '(a', '[', '[a', '[]', '[]a]', '[^]a]', '[z-a]', '[a-\\d]', '[\\d-z]', '[a-]',
  '[-a]', '\\', 'a\\', '\\8', '\\1', '\\12', '\\0', '\\x41', '\\x{1F469}', '\\x{110000}', '\\xZ', '\\x', '\\q', '\\é',
  '\\_', '\\a', '\\C', '\\A\\z', '\\Z', '(?=a)', '(?!a)', '(?<=a)b', '(?<!a)', '(?>a)', '(?P=x)', '(?P<a-b>x)',
  '(?P<>x)', '(?P<a', '(?P<a>x)(b)', '(?P<a>x)(?P<a>b)', '(?i', '(?i-s:A)b', '(?-i)A', '(?i)a(?-i)B', '(?U)a+',
  '(?U)a+?', '(?x)a', '(?--i)a', '(?)a', '(?:)', 'a||b', '|', '()', '(?i)\\w\\W?', 'é', '.', '(?s).', '\\pZ',
  '[^\\n]+', '[\\s\\S]+', '{', 'a{', 'a{x}', '{1}', 'a{0,1}b', '(a+)+$', '$', '^', '^$', '\\.', 'a.*c', '(?i)ſ',
  '(?i)k', '[[:word:]]', '[\\pL\\d]+', '[^\\PL]+', '\\p{^L}', '\\pX', '\\p', '\\p{', '[[:alpha:', '[:alpha:]',
  '(?P<n>a)?b', '((a)|b)+'];

/** Calls with regular expressions. */
// prettier-ignore
export const REGEX_CASES: Cases = {
  regex: pairs(PATTERNS, ['abc', 'Straße 12\naab']),
  regexall: pairs(PATTERNS.slice(0, 70), REGEX_TEXTS).filter((_, i) => i % 3 === 0).concat(pairs(PATTERNS,
    ['aab ABé\nb 2024-01-02 a.b'])),
};
