// Actions in the project's workflows, and in everything that users copy: documents, examples of checks, and the pipeline scaffold.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { githubPipelineText } from '../../../server/scaffold/pipeline/githubPipeline';

const project = join(__dirname, '../../..');
const workflows = '.github/workflows';
const markdownIn = (folder: string): string[] =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `${folder}/${name}`);
const copied = [...markdownIn('docs'), 'README.md', 'CONTRIBUTING.md', 'action.yml'];

/** Texts by the name of the file. */
const texts = new Map(
  [...readdirSync(join(project, workflows)).map(name => `${workflows}/${name}`), ...copied].map(path => [
    path,
    readFileSync(join(project, path), 'utf8').replace(/\r\n/g, '\n'),
  ]),
);
texts.set(
  'the scaffold',
  githubPipelineText({ program: 'tofu', environments: ['ops', 'apps'], mainBranch: 'main', providers: ['aws'] }),
);

/**
 * The release of this project is pinned by users, and an action of Gitea isn't on the Git host whose commits could be compared. Both have a version
 * only.
 */
const VERSION_ONLY =
  /^(?:vscode-kubestack\/vscode-kubestack|https:\/\/github\.com\/christopherHX\/gitea-upload-artifact)@v\d+/;

interface Use {
  readonly place: string;
  readonly action: string;
  /** `COMMIT # VERSION` */
  readonly pin: string;
}

const uses: Use[] = [...texts].flatMap(([place, text]) =>
  [...text.matchAll(/^[ \t>-]*uses: (?!\.)(\S+?)@(.+)$/gm)]
    .filter(([, action, pin]) => !VERSION_ONLY.test(`${action}@${pin}`))
    .map(([, action = '', pin = '']) => ({
      place,
      action: action.replace('https://github.com/', '').split('/').slice(0, 2).join('/'),
      pin,
    })),
);

describe('actions', () => {
  it('are pinned to a commit, with the version as a comment, which Dependabot updates', () => {
    assert.ok(uses.length > 60, `${uses.length}`);
    for (const { place, action, pin } of uses)
      assert.match(pin, /^[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${place}: ${action}`);
    const { updates } = parse(readFileSync(join(project, '.github/dependabot.yml'), 'utf8')) as {
      updates: { 'package-ecosystem': string; directory: string }[];
    };
    assert.ok(updates.some(each => each['package-ecosystem'] === 'github-actions' && each.directory === '/'));
  });

  it("have the same version everywhere: after Dependabot has updated the project's workflows, replace the others", () => {
    const pins = new Map(
      uses.filter(({ place }) => place.startsWith(workflows)).map(({ action, pin }) => [action, pin]),
    );
    for (const { place, action, pin } of uses) assert.equal(pin, pins.get(action), `${place}: ${action}`);
  });

  it('leave no token in the work tree', () => {
    for (const [place, text] of texts)
      for (const [, step = ''] of text.matchAll(
        /uses: (?:https:\/\/github\.com\/)?actions\/checkout@.*\n((?: +with:.*\n(?: +[\w-]+:.*\n)*)?)/g,
      ))
        assert.match(step, /persist-credentials: false/, place);
  });

  it('are in workflows that insert no input into a script', () => {
    for (const [place, text] of texts)
      for (const { 0: start, 1: before = '', index } of text.matchAll(/^( *(?:- )?)run: .*\n/gm)) {
        const rest = text.slice(index + start.length).split('\n');
        const end = rest.findIndex(line => line.trim() !== '' && !line.startsWith(' '.repeat(before.length + 1)));
        // The workflow itself has the values of a matrix.
        assert.doesNotMatch([start, ...rest.slice(0, end)].join('\n'), /\$\{\{(?! matrix\.)/, place);
      }
  });
});
