import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { unifiedDiff, type FileStates } from '../../../../server/tools/unifiedDiff';
import { platformTexts } from '../../../support/agents/exam';
import { toolsOn } from '../../../support/agents/testHost';
import type { Texts } from '../../../support/scaffold/scaffolded';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';

const ROOT = 'file:///root/';

/** Applies a diff by Git in a new repository. @returns the folder, which the caller deletes */
function applied(files: Texts, diff: string): TemporaryFolder {
  const folder = new TemporaryFolder(files);
  execFileSync('git', ['init', '--quiet'], { cwd: folder.path });
  for (const parameters of [['--check'], []])
    execFileSync('git', ['-c', 'core.autocrlf=false', 'apply', ...parameters, '-'], {
      cwd: folder.path,
      input: diff,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  return folder;
}

describe('the diffs for coding agents', () => {
  const states = (name: string, before: string | undefined, after: string | undefined, to = name): FileStates => ({
    uri: ROOT + name,
    newUri: ROOT + to,
    before,
    after,
  });
  const LINES = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join('');
  const cases: readonly (readonly [title: string, file: FileStates])[] = [
    ['a changed file', states('a.tf', LINES, LINES.replace('line 3\n', '').replace('line 30', 'line thirty'))],
    ['a new file', states('new/b.tf', undefined, 'one\ntwo')],
    ['a new empty file', states('manifests/upstream.yaml', undefined, '')],
    ['a deleted file', states('a.tf', LINES, undefined)],
    ['a deleted empty file', states('a.tf', '', undefined)],
    ['a renamed file', states('a.tf', LINES, LINES, 'b.tf')],
    ['a renamed file with changes', states('a.tf', LINES, LINES.replace('line 7', 'line seven'), 'folder/b.tf')],
    ['a file that becomes empty', states('a.tf', 'one\n', '')],
    ['a file with Windows line ends', states('a.tf', 'one\r\ntwo\r\nthree\r\n', 'one\r\n2\r\nthree\r\nfour\r\n')],
    ['other line ends', states('a.tf', 'one\r\ntwo\n', 'one\ntwo\n')],
    ['a last line without an end', states('a.tf', 'one\ntwo', 'one\ntwo\nthree')],
    ['a name with a space', states('a b.tf', 'one\n', 'two\n')],
    ['a new name with a space', states('a.tf', 'one\n', 'two\n', 'b c.tf')],
    ['a name with quotes and a backslash', states('a"\\b.tf', 'one\n', 'two\n')],
    ['a name with an umlaut', states('größe.tf', 'one\n', 'zwei\n')],
    ['a name with a tab', states('a\tb.tf', 'one\n', 'two\n')],
  ];
  for (const [title, { uri, newUri, before, after }] of cases)
    it(`are applied by Git: ${title}`, () => {
      const path = (full: string): string => full.slice(ROOT.length);
      const diff = unifiedDiff([{ uri, newUri, before, after }], path).join('');
      const folder = applied(before === undefined ? {} : { [path(uri)]: before }, diff);
      try {
        if (after === undefined) assert.ok(!existsSync(folder.at(path(uri))));
        else assert.equal(folder.read(path(newUri)), after);
        if (uri !== newUri) assert.ok(!existsSync(folder.at(path(uri))));
      } finally {
        folder.delete();
      }
    });

  const CHANGES: readonly (readonly [title: string, input: Readonly<Record<string, unknown>>])[] = [
    ['an environment', { kind: 'scaffold', name: 'environment', answers: { env: 'stage' } }],
    ['a renamed environment', { kind: 'rename', name: 'apps', new_name: 'prod' }],
    ['a removed cluster', { kind: 'scaffold', name: 'removeCluster', answers: { cluster: 'scw_web0_fr-par' } }],
    [
      'a service from manifests',
      {
        kind: 'scaffold',
        name: 'service',
        answers: {
          feature: 'monitoring',
          manifest_url: 'https://example.com/releases/download/v1.2.3/manifests.yaml',
          app_version: 'v1.2.3',
        },
      },
    ],
    ['files for agents', { kind: 'scaffold', name: 'agentInstructions', answers: { mcp_file: true } }],
    [
      'a similar cluster',
      { kind: 'scaffold', name: 'cluster', answers: { mirror: 'scw_web0_fr-par', region: 'nl-ams' } },
    ],
    ['a pipeline', { kind: 'scaffold', name: 'pipeline', answers: { ci: 'gitlab' } }],
  ];
  for (const lineEnd of ['\n', '\r\n'])
    for (const [title, input] of CHANGES)
      it(`are applied by Git as a whole: ${title}, ${lineEnd === '\n' ? 'LF' : 'CRLF'}`, async () => {
        const texts = Object.fromEntries(
          Object.entries(platformTexts('three-environments')).map(([name, text]) => [
            name,
            text.replace(/\r?\n/g, lineEnd),
          ]),
        );
        const tools = await toolsOn(texts);
        let diff = '';
        let files: readonly string[] = [];
        let problems: unknown;
        for (let cursor: unknown; ;) {
          const result = await tools.call('kubestack_preview_change', {
            path: '.',
            ...input,
            ...(cursor === undefined ? {} : { cursor }),
          });
          assert.ok('answer' in result, JSON.stringify(result));
          diff += result.answer.diff as string;
          files = result.answer.files as string[];
          problems = result.answer.problems;
          if (result.answer.truncated !== true) break;
          cursor = result.answer.next_cursor;
        }
        assert.ok(files.length > 0, JSON.stringify(problems));
        const folder = applied(texts, diff);
        try {
          const removed = [...diff.matchAll(/^diff --git a\/(.*) b\/.*\ndeleted/gm)].map(([, name]) => name);
          for (const file of files) assert.equal(existsSync(folder.at(file)), !removed.includes(file), file);
          for (const file of files.filter(each => Object.hasOwn(texts, each) && !removed.includes(each)))
            assert.deepEqual(
              [...readFileSync(folder.at(file), 'utf8').matchAll(/(\r?)\n/g)]
                .map(([end]) => end)
                .filter(end => end !== lineEnd),
              [],
              file,
            );
        } finally {
          folder.delete();
        }
      });
});
