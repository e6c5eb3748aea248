import assert from 'node:assert/strict';
import { plainAnswer, type Question } from '../../../../client/scaffold/question';
import { QuestionRun, type QuestionList } from '../../../../client/scaffold/questionRun';

const text = (id: string, initial?: string): Question => ({
  id,
  prompt: id,
  input: { kind: 'text' },
  initial,
  answers: plainAnswer(id),
});

/** The question for zones follows only if a region was given. */
const list: QuestionList = given => [text('region', 'eu'), ...(given['region'] ? [text('zones')] : []), text('name')];

describe('the questions of a command', () => {
  it('depend on earlier answers, and are numbered', () => {
    const run = new QuestionRun(list);
    assert.deepEqual([run.current()?.question.id, run.current()?.number, run.current()?.total], ['region', 1, 2]);
    run.answer('us');
    assert.deepEqual([run.current()?.question.id, run.current()?.number, run.current()?.total], ['zones', 2, 3]);
    run.answer('a');
    run.answer('web');
    assert.equal(run.current(), undefined);
    assert.deepEqual(run.answers(), { region: 'us', zones: 'a', name: 'web' });
  });

  it('start with the suggestion, or with the earlier answer after going back', () => {
    const run = new QuestionRun(list);
    assert.equal(run.current()?.initial, 'eu');
    run.answer('us');
    run.back();
    assert.equal(run.current()?.initial, 'us');
    assert.equal(run.canGoBack, false);
    run.back();
    assert.equal(run.current()?.question.id, 'region');
  });

  it('ignore the answers after the question that is asked again', () => {
    const run = new QuestionRun(list);
    run.answer('us');
    run.answer('a');
    run.back();
    run.back();
    assert.deepEqual(run.answers(), {});
  });

  it('restore answers of a dismissed command without counting them', () => {
    const first = new QuestionRun(list);
    first.answer('us');
    first.answer('a');
    const second = new QuestionRun(list, first.kept());
    assert.equal(second.current()?.initial, 'us');
    assert.equal(second.current()?.total, 2);
    assert.deepEqual(second.answers(), {});
  });

  it('skip known answers', () => {
    const run = new QuestionRun(list, {}, { region: 'us' });
    assert.deepEqual([run.current()?.question.id, run.current()?.total], ['zones', 2]);
    assert.deepEqual(run.answers(), { region: 'us' });
  });

  it('can be found by the names of their answers', () => {
    const run = new QuestionRun(list);
    for (const value of ['us', 'a', 'web']) run.answer(value);
    assert.equal(run.goTo(['zones']), true);
    assert.equal(run.current()?.question.id, 'zones');
    assert.equal(run.goTo(['nothing']), false);
  });

  it('merge answers about the same object', () => {
    const part = (id: string, answers: Question['answers']): Question => ({ ...text(id), answers });
    const run = new QuestionRun(() => [
      part('a', () => ({ clusters: [{ provider: 'eks' }, { provider: 'gke' }] })),
      part('b', region => ({ clusters: [undefined, { region }] })),
    ]);
    run.answer('');
    run.answer('europe-west1');
    assert.deepEqual(run.answers(), {
      clusters: [{ provider: 'eks' }, { provider: 'gke', region: 'europe-west1' }],
    });
  });
});
