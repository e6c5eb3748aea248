// All files of cases below this folder (`test/support/cases/caseFile.ts`). UPDATE_EXPECT=1 writes the answers that differ.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCases, withAnswers, type Question } from '../../support/cases/caseFile';
import { platformNamed } from '../../support/cases/platforms';
import { answerTo } from '../../support/cases/questions';
import { assertText } from '../../support/features/expectedText';

const updates = process.env['UPDATE_EXPECT'] === '1';

for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.cases')) continue;
  const file = path.join(__dirname, name);
  const text = readFileSync(file, 'utf8');
  const cases = readCases(text, platformNamed);
  const answers = new Map<Question, string>();

  describe(name.replaceAll(path.sep, '/'), () => {
    for (const group of new Set(cases.map(each => each.group)))
      describe(group, () => {
        for (const { title, questions } of cases.filter(each => each.group === group))
          it(title, async () => {
            for (const question of questions) await check(question);
          });
      });

    after(() => {
      if (answers.size > 0) writeFileSync(file, withAnswers(text, answers));
    });
  });

  async function check(question: Question): Promise<void> {
    const answer = await answerTo(question);
    try {
      assertText(answer, question.expected);
    } catch (error) {
      if (!updates) throw error;
      answers.set(question, answer);
    }
  }
}
