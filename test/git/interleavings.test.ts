import * as assert from 'node:assert/strict';
import type { Clone } from '../support/client/promotion/sharedRepository';
import { SharedRepository } from '../support/client/promotion/sharedRepository';
import { randomCases } from '../support/randomCases';

/** Pseudo-random numbers that depend only on the number of the round, so that a failure can be reproduced. */
function random(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

const rounds = randomCases(20, 200);
/** Tags of earlier rounds slow down every command, so a remote and its clones are used for a limited number of rounds. */
const roundsPerScenario = 20;

interface Scenario {
  readonly shared: SharedRepository;
  readonly clones: readonly Clone[];
  readonly failed: Set<string>;
  /** Commits that were ever on the remote's main branch with a successful pipeline. */
  readonly validated: Set<string>;
}

function createScenario(): Scenario {
  const { shared, ada, bo, first } = SharedRepository.withFirstCommit();
  return { shared, clones: [ada, bo], failed: new Set(), validated: new Set([first]) };
}

/** The action of one user, based on the state before the other user's action. */
type Step = () => Promise<string | undefined>;

async function chooseStep(clone: Clone, scenario: Scenario, chance: () => number): Promise<Step> {
  const kind = chance();
  if (kind < 0.25) return () => merge(clone, scenario, chance() < 0.3);
  const environment = kind < 0.7 ? 'apps' : 'apps-prod';
  clone.run('fetch', '--quiet', 'origin', 'main');
  clone.run('reset', '--quiet', '--hard', 'origin/main');
  const confirmed = await clone.stage(environment);
  const earlier = confirmed.history.map(({ commit }) => commit).filter(commit => commit !== confirmed.there?.commit);
  const target = earlier[Math.floor(chance() * earlier.length)];
  if (kind > 0.9 && target !== undefined) {
    return async () => outcome(await clone.promote(environment, { confirmed, commit: target, purpose: 'rollback' }));
  }
  return async () => outcome(await clone.promote(environment, { confirmed }));
}

const outcome = ({ kind, ...rest }: { kind: string; tag?: unknown }): string | undefined =>
  kind === 'promoted' && typeof rest.tag === 'string' ? rest.tag : undefined;

/** Pushes a commit to main. The push is rejected if the other user was faster. */
async function merge(clone: Clone, scenario: Scenario, isBroken: boolean): Promise<undefined> {
  clone.run('fetch', '--quiet', 'origin', 'main');
  clone.run('reset', '--quiet', '--hard', 'origin/main');
  const commit = clone.commit(`${clone.name} ${scenario.validated.size} ${scenario.failed.size}`);
  for (const each of scenario.clones) each.gitHost.set(commit, isBroken ? 'failed' : 'succeeded');
  if (isBroken) scenario.failed.add(commit);
  else scenario.validated.add(commit);
  const { exitCode } = await clone.git.try(['push', '--quiet', 'origin', 'HEAD:main']);
  if (exitCode !== 0) clone.run('reset', '--quiet', '--hard', 'origin/main');
  return undefined;
}

describe('two people who promote and push at the same time', function () {
  this.timeout(1_800_000);

  it(`lose, move and duplicate no tag, and tag only validated commits, in ${rounds} interleavings`, async () => {
    let promoted = 0;
    for (let round = 0; round < rounds; round += roundsPerScenario) {
      const scenario = createScenario();
      let known: Record<string, string> = {};
      try {
        for (let each = round; each < Math.min(rounds, round + roundsPerScenario); each++) {
          const chance = random(each);
          const steps = await Promise.all(scenario.clones.map(clone => chooseStep(clone, scenario, chance)));
          const made = await Promise.all(steps.map(step => step()));
          const now = scenario.shared.tags();
          check(each, known, now, made, scenario);
          promoted += Object.keys(now).length - Object.keys(known).length;
          known = now;
        }
      } finally {
        scenario.shared.delete();
      }
    }
    assert.ok(promoted > rounds / 8, `only ${promoted} promotions in ${rounds} rounds`);
  });
});

function check(
  round: number,
  before: Record<string, string>,
  now: Record<string, string>,
  made: readonly (string | undefined)[],
  { clones, shared, validated, failed }: Scenario,
): void {
  const where = `round ${round}`;
  for (const [name, commit] of Object.entries(before))
    assert.equal(now[name], commit, `${where}: ${name} was lost or moved`);
  const added = Object.keys(now).filter(name => before[name] === undefined);
  const created = made.filter(name => name !== undefined);
  assert.deepEqual([...created].sort(), added.sort(), `${where}: reported tags differ from created ones`);
  const main = new Set(shared.in(shared.remote, 'rev-list', 'main').split('\n'));
  for (const name of added) {
    const commit = now[name]!;
    assert.ok(validated.has(commit) && !failed.has(commit) && main.has(commit), `${where}: ${name} is not validated`);
  }
  for (const environment of ['apps-deploy', 'apps-prod-deploy']) {
    const own = added.filter(name => name.startsWith(environment)).map(name => now[name]);
    assert.equal(new Set(own).size, own.length, `${where}: two tags for one promotion`);
  }
  for (const clone of clones) {
    const localOnly = clone.tags().filter(name => now[name] === undefined);
    assert.deepEqual(localOnly, [], `${where}: ${clone.name} has tags that the remote does not have`);
  }
  // Commits in apps-prod must have been in apps before.
  for (const name of added.filter(each => each.startsWith('apps-prod'))) {
    const apps = Object.entries(now).filter(([other]) => other.startsWith('apps-deploy'));
    const contains = apps.some(([, commit]) => commit === now[name] || isIn(shared, now[name]!, commit));
    assert.ok(contains, `${where}: ${name} was never in apps`);
  }
}

function isIn(shared: SharedRepository, part: string, whole: string): boolean {
  return shared.in(shared.remote, 'merge-base', part, whole).trim() === part;
}
