import assert from 'node:assert/strict';
import { withoutCredentials } from '../../../common/withoutCredentials';

describe('withoutCredentials()', () => {
  const secret = 'pl4nted';

  const shown: [text: string, expected: string][] = [
    [`https://ada:${secret}@github.com/acme/platform`, 'https://github.com/acme/platform'],
    [`https://${secret}@github.com/acme/platform`, 'https://github.com/acme/platform'],
    [`https://ada@acme.com:${secret}@github.com/acme/platform`, 'https://github.com/acme/platform'],
    [`https://ada:${secret}@${secret}@github.com/acme/platform`, 'https://github.com/acme/platform'],
    [`https://ada:a/${secret}@github.com/acme/platform`, 'https://github.com/acme/platform'],
    [`https://ada:${secret}/github.com/acme`, 'https://ada:…'],
    [`HTTPS://ada:${secret}@github.com/acme`, 'HTTPS://github.com/acme'],
    [`https://github.com/acme/platform?access_token=${secret}`, 'https://github.com/acme/platform?access_token=…'],
    [`https://github.com/a?ref=v1&private_token=${secret}`, 'https://github.com/a?ref=v1&private_token=…'],
    [`https://github.com/a?${secret}`, 'https://github.com/a?…'],
    [`https://github.com/a#access_token=${secret}`, 'https://github.com/a#…'],
    [`git::https://x:${secret}@github.com/a.git//aws?ref=v1`, 'git::https://github.com/a.git//aws?ref=v1'],
    [`ssh://git:${secret}@host:2222/a`, 'ssh://host:2222/a'],
    [`ada:${secret}@host:acme/platform`, 'ada:…@host:acme/platform'],
    [
      `fatal: unable to access 'https://a@b:${secret}@host/a?t=${secret}': Could not resolve host: host`,
      "fatal: unable to access 'https://host/a?t=…': Could not resolve host: host",
    ],
    [`two https://a:${secret}@one/x and https://b:${secret}@two/y.`, 'two https://one/x and https://two/y.'],
    [`http.extraHeader=Authorization: Basic ${secret}`, 'http.extraHeader=Authorization: Basic …'],
    [`-c http.proxy=http://ada:${secret}@proxy:3128 fetch`, '-c http.proxy=http://proxy:3128 fetch'],
  ];
  for (const [text, expected] of shown)
    it(`shows ${text} as ${expected}`, () => {
      assert.equal(withoutCredentials(text), expected);
    });

  const kept = [
    'https://github.com/acme/platform.git',
    'https://git.example.com:8443/acme/platform',
    "fatal: unable to access 'https://127.0.0.1:8443/': refused",
    'https://[::1]:8443/acme',
    'git@github.com:acme/platform',
    'ssh://git@github.com/acme/platform',
    'https://example.com/page#section',
    'https://github.com/acme/platform@v1',
    'refs/tags/a:refs/tags/a',
    'ada@example.com: 12:30',
    'C:\\Users\\ada@home',
  ];
  for (const text of kept)
    it(`keeps ${text}`, () => {
      assert.equal(withoutCredentials(text), text);
    });

  it('runs in linear time', () => {
    const parts = [
      'a://',
      'a:b@',
      'https://a:b@',
      '?a=',
      '&',
      '@',
      'x.',
      'x:',
      '-',
      ':1',
      '#',
      '"',
      'authorization ',
      ' ',
    ];
    for (const part of parts)
      for (const start of ['', 'https://', 'https://x?']) withoutCredentials(start + part.repeat(50_000));
  });
});
