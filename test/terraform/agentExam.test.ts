// The agent's exam: 200 seeded mistakes that are typical of coding agents. `kubestack_check` has to find those that `terraform validate` accepts.
// docs/agents.md contains the results.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  EXAM_PLATFORMS,
  examQuestions,
  HELD_OUT_MISTAKES,
  HELD_OUT_PLATFORM,
  MISTAKES,
  platformTexts,
  problemsIn,
  type ExamQuestion,
} from '../support/agents/exam';
import { examTable, type ExamAnswer } from '../support/agents/examTable';
import { skipWithout } from '../support/skipWithout';
import { judgedBy } from '../support/terraform/judgedBy';
import { PlatformFolder } from '../support/terraform/platformFolder';
import { StandInProviders } from '../support/terraform/standInProviders';
import { replaceFiles, workspaceOf, type TestWorkspace } from '../support/testWorkspace';
import type { PlatformTexts } from '../support/agents/seededMistakes';

/** Correct findings in the platforms without seeded mistakes: a pinned commit, and a map that one environment replaces. */
const TRUE_OF_SAMPLES = ['KS105', 'KS209'];
/** The same for the held-out platform, which contains an override without effect on purpose. */
const TRUE_OF_HELD_OUT = ['KS207', 'KS210'];
const ENOUGH = 0.95;

describe('the accuracy of the agent tools', function () {
  this.timeout(1_500_000);
  let providers: StandInProviders;
  let folder: PlatformFolder | undefined;

  before(async function () {
    skipWithout(this, judgedBy);
    providers = await StandInProviders.start();
    folder = new PlatformFolder(providers.reattach);
  });
  after(async () => {
    await providers?.stop();
    folder?.remove();
  });

  /** Whether terraform accepts a platform, by the texts of all files but Markdown, which it doesn't read. */
  const accepted = new Map<string, boolean>();

  /** Whether `terraform validate` accepts a platform. A platform with a module that can't be installed is refused. */
  async function isAccepted(texts: PlatformTexts): Promise<boolean> {
    const key = JSON.stringify(Object.entries(texts).filter(([name]) => !name.endsWith('.md')));
    const cached = accepted.get(key);
    if (cached !== undefined) return cached;
    const isValid = await validated(texts).then(
      () => true,
      () => false,
    );
    accepted.set(key, isValid);
    return isValid;
  }

  async function validated(texts: PlatformTexts): Promise<void> {
    await folder!.replace(texts);
    await folder!.validate();
  }

  /** A finding counts if it did not exist before the mistake. */
  async function answersTo(questions: readonly ExamQuestion[]): Promise<ExamAnswer[]> {
    const examined = new Map<string, { workspace: TestWorkspace; before: readonly string[] }>();
    const answers: ExamAnswer[] = [];
    for (const question of questions) {
      const { platform, texts } = question;
      if (!examined.has(platform)) {
        const workspace = await workspaceOf(platformTexts(platform));
        examined.set(platform, { workspace, before: problemsIn(workspace) });
      }
      const { workspace, before } = examined.get(platform)!;
      const known = [...before];
      replaceFiles(workspace, texts);
      const isFound = problemsIn(workspace).some(each => {
        const index = known.indexOf(each);
        if (index >= 0) known.splice(index, 1);
        return index < 0;
      });
      answers.push({ ...question, isFound, isAccepted: await isAccepted(texts) });
    }
    return answers;
  }

  function assertDocumented(answers: readonly ExamAnswer[]): void {
    const page = readFileSync(join(__dirname, '../../docs/agents.md'), 'utf8');
    // Ignores the alignment of columns.
    const plain = (text: string): string => text.replace(/[ -]+/g, ' ');
    const table = examTable(answers);
    assert.ok(plain(page).includes(plain(table)), `docs/agents.md needs this table:\n\n${table}`);
  }

  it(`report no problem in platforms without seeded mistakes`, async () => {
    for (const name of [...EXAM_PLATFORMS, HELD_OUT_PLATFORM]) {
      const texts = platformTexts(name);
      const isTrue = name === HELD_OUT_PLATFORM ? TRUE_OF_HELD_OUT : TRUE_OF_SAMPLES;
      const others = problemsIn(await workspaceOf(texts)).filter(each => !isTrue.some(code => each.startsWith(code)));
      assert.deepEqual(others, [], name);
      assert.ok(await isAccepted(texts), name);
    }
  });

  it(`find at least ${ENOUGH * 100} % of the mistakes that terraform validate accepts`, async () => {
    const questions = examQuestions();
    assert.equal(questions.length, MISTAKES);
    const answers = await answersTo(questions);
    const accepted = answers.filter(each => each.isAccepted);
    const missed = accepted
      .filter(each => !each.isFound)
      .map(({ platform, kind, where }) => `${platform}: ${kind}: ${where}`);
    assert.ok(accepted.length >= 100, `terraform validate accepts only ${accepted.length}`);
    assert.ok(
      missed.length <= accepted.length * (1 - ENOUGH),
      `missed ${missed.length} of ${accepted.length}:\n${missed.join('\n')}`,
    );
    assertDocumented(answers);
  });

  it('have the documented results on a platform that the checks were not improved with', async () => {
    const questions = examQuestions([HELD_OUT_PLATFORM], HELD_OUT_MISTAKES);
    assert.equal(questions.length, HELD_OUT_MISTAKES);
    assertDocumented(await answersTo(questions));
  });
});
