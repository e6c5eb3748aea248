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
import { judgeExam, recordedVerdicts } from '../support/agents/examVerdicts';
import { randomCases } from '../support/randomCases';
import { skipWithout } from '../support/skipWithout';
import { judgedBy } from '../support/terraform/judgedBy';
import { replaceFiles, workspaceOf, type TestWorkspace } from '../support/testWorkspace';

/** Correct findings in the platforms without seeded mistakes: a pinned commit, and a map that one environment replaces. */
const TRUE_OF_SAMPLES = ['KS105', 'KS209'];
/** The same for the held-out platform, which contains an override without effect on purpose. */
const TRUE_OF_HELD_OUT = ['KS207', 'KS210'];
const ENOUGH = 0.95;

describe('the accuracy of the agent tools', function () {
  this.timeout(1_500_000);
  const isAccepted = recordedVerdicts();

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
      answers.push({ ...question, isFound, isAccepted: isAccepted(texts) });
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

  it('are measured with the verdicts of terraform validate (npm run judge -- --exam records all of them)', async function () {
    skipWithout(this, judgedBy);
    for (const [texts, verdict] of await judgeExam(randomCases(25, 1))) assert.equal(isAccepted(texts), verdict);
  });

  it(`report no problem in platforms without seeded mistakes`, async () => {
    for (const name of [...EXAM_PLATFORMS, HELD_OUT_PLATFORM]) {
      const texts = platformTexts(name);
      const isTrue = name === HELD_OUT_PLATFORM ? TRUE_OF_HELD_OUT : TRUE_OF_SAMPLES;
      const others = problemsIn(await workspaceOf(texts)).filter(each => !isTrue.some(code => each.startsWith(code)));
      assert.deepEqual(others, [], name);
      assert.ok(isAccepted(texts), name);
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
