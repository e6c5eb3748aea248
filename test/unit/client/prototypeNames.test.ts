// Names from repositories, Git hosts and plans can be those of properties of every JavaScript object.
import assert from 'node:assert/strict';
import { remoteHosting } from '../../../client/gitHost/hostedRepository';
import { gitHostSettings } from '../../../client/gitHost/gitHostSetting';
import { runVerdict } from '../../../client/gitHost/pipelineRuns';
import { parseRemoteUrl } from '../../../client/gitHost/remoteUrl';
import { changedAttributes } from '../../../common/plan/changedAttributes';
import { ListedChanges } from '../../../client/plan/output/listedChanges';
import { changedAttributePaths } from '../../../common/plan/changedPaths';
import { affixes, tagRules } from '../../../common/promotion/tagRule';
import { joinAnswers } from '../../../client/scaffold/joinAnswers';

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
/** An object with such an own property, as created by `JSON.parse`. */
const objectWith = (name: string, value: unknown): Record<string, never> =>
  JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`) as Record<string, never>;

describe('a name that is a property of every JavaScript object', () => {
  for (const name of names) {
    it(`${name} is an unknown host, over https and SSH`, () => {
      for (const url of [`https://${name}/acme/platform.git`, `git@${name}:acme/platform.git`]) {
        const remote = parseRemoteUrl(url);
        assert.deepEqual(remoteHosting(remote, new Map()), { kind: 'unknownHost', host: name.toLowerCase() });
        const settings = gitHostSettings(objectWith(name, 'gitlab'));
        assert.equal(remoteHosting(remote, settings).kind, 'gitHost', 'that a setting can name');
      }
    });

    it(`${name} is not a kind of Git host or a state of a run`, () => {
      assert.equal(gitHostSettings({ 'git.example.com': name }).size, 0);
      assert.equal(runVerdict(name), 'running');
    });

    it(`${name} is an ordinary attribute, output and label`, () => {
      const [one, other] = [objectWith(name, 'a'), objectWith(name, 'b')];
      assert.deepEqual(changedAttributes({ before: one, after: other }), [name]);
      assert.deepEqual(changedAttributes({ before: objectWith(name, {}), after: {} }), [name]);
      assert.deepEqual(changedAttributes({ before: one, after: objectWith(name, 'a') }), []);
      assert.deepEqual(changedAttributePaths({ before: { tags: one }, after: { tags: {} } }, 5).paths, [
        `tags.${name}`,
      ]);
      const joined = joinAnswers({ labels: { team: 'a' } }, { labels: objectWith(name, 'b') });
      assert.equal(JSON.stringify(joined), JSON.stringify({ labels: { team: 'a', ...one, [name]: 'b' } }));
      const listed = new ListedChanges();
      listed.push({ type: 'planned_change', change: { action: name, resource: { addr: 'a.b' } } });
      listed.push({ type: 'outputs', outputs: objectWith(name, { action: 'create' }) });
      assert.deepEqual(listed.json.changes, []);
      assert.deepEqual(Object.keys(listed.json.outputs), [name]);
    });

    it(`${name} is an environment with its own deploy tags`, () => {
      const rules = tagRules({ environments: ['ops', name], setting: '', triggers: [], tags: [] });
      assert.equal(affixes(rules[1]!).prefix, `${name}-deploy-`);
    });
  }
});
