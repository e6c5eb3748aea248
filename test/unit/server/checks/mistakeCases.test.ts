import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import type { PlatformTexts } from '../../../support/checks/checkedWorkspace';
import {
  MISTAKE_KINDS,
  mistakesOf,
  nearMisses,
  placesOf,
  recordedFindings,
  textsBefore,
  textsOf,
  type Change,
} from '../../../support/checks/mistakeCases';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf } from '../../../support/testWorkspace';

/** The names of the environments in each sample platform. */
const ENVIRONMENTS = {
  released: ['apps', 'ops'],
  minimal: ['apps', 'ops'],
  'three-environments': ['apps-prod', 'apps', 'ops'],
};

describe('mistakes that were written down before their checks', () => {
  it('are 113 mistakes and 69 near misses with unique names and sources', () => {
    const mistakes = MISTAKE_KINDS.flatMap(mistakesOf);
    const all = [...mistakes, ...nearMisses()];
    assert.deepEqual([mistakes.length, nearMisses().length], [113, 69]);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    assert.deepEqual(
      all.filter(({ sources }) => sources.length === 0),
      [],
    );
  });

  for (const kind of MISTAKE_KINDS)
    it(`name lines and environments of the platform: ${kind}`, () => {
      for (const mistake of mistakesOf(kind)) {
        const { verdict, platform, id } = mistake;
        assert.equal(placesOf(mistake)[0]!.file, verdict.file);
        assert(verdict.environments.length > 0, id);
        for (const name of verdict.environments) assert(ENVIRONMENTS[platform].includes(name), `${id}: ${name}`);
      }
    });

  it('change the platform in each near miss', () => {
    for (const miss of nearMisses()) assert.notDeepEqual(textsOf(miss), textsBefore(miss), miss.id);
  });

  for (const kind of MISTAKE_KINDS)
    it(`are found at their lines by the recorded checks: ${kind}`, async () => {
      const { found } = recordedFindings();
      const codes = await Promise.all(
        mistakesOf(kind).map(async mistake => [mistake.id, await codeAt(mistake, found[mistake.id])] as const),
      );
      const expected = mistakesOf(kind).map(({ id }) => [id, found[id]] as const);
      assert.deepEqual(codes, expected);
    });

  it('are 111 found ones and 2 with the reason why no check finds them', () => {
    const { found, notFound } = recordedFindings();
    assert.deepEqual([Object.keys(found).length, Object.keys(notFound).length], [111, 2]);
    const ids = MISTAKE_KINDS.flatMap(mistakesOf).map(({ id }) => id);
    assert.deepEqual([...Object.keys(found), ...Object.keys(notFound)].sort(), [...ids].sort());
  });

  it('are told from the near misses, of which none is reported', async () => {
    const reported: string[] = [];
    for (const miss of nearMisses())
      for (const { file, line, code, message } of await newFindings(miss))
        reported.push(`${miss.id}: ${file}:${String(line + 1)}: ${message} (${code})`);
    assert.deepEqual(reported, []);
  });
});

interface Reported {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** The code if it has been reported on a line of the mistake, otherwise those that have been. */
async function codeAt(mistake: Parameters<typeof placesOf>[0], code: string | undefined): Promise<string | undefined> {
  const places = placesOf(mistake);
  const there = (await newFindings(mistake)).filter(({ file, line }) =>
    places.some(place => place.file === file && place.line === line),
  );
  const codes = [...new Set(there.map(each => each.code))];
  return code !== undefined && codes.includes(code) ? code : codes.length > 0 ? codes.join(' ') : undefined;
}

/** What the platform with a change reports, and the unchanged one doesn't. */
async function newFindings(change: Change): Promise<Reported[]> {
  const before = new Map<string, number>();
  for (const each of await reportedBefore(change)) before.set(keyOf(each), (before.get(keyOf(each)) ?? 0) + 1);
  return (await reportedIn(textsOf(change))).filter(each => {
    const left = before.get(keyOf(each)) ?? 0;
    before.set(keyOf(each), left - 1);
    return left <= 0;
  });
}

/** Without the line, which a change above it moves. */
const keyOf = ({ file, code, message }: Reported): string => JSON.stringify([file, code, message]);

const unchanged = new Map<string, Promise<Reported[]>>();

function reportedBefore(change: Change): Promise<Reported[]> {
  const key = JSON.stringify([change.platform, change.pipeline, change.release]);
  const cached = unchanged.get(key) ?? reportedIn(textsBefore(change));
  unchanged.set(key, cached);
  return cached;
}

async function reportedIn(texts: PlatformTexts): Promise<Reported[]> {
  const { snapshot, uri } = await workspaceOf(texts, {}, lifecycleOn('2026-11-23'));
  return Object.keys(texts).flatMap(file =>
    now(allDiagnostics(snapshot, uri(file))).map(({ range, code, message }) => ({
      file,
      line: range.start.line,
      code: String(code),
      message: message as string,
    })),
  );
}
