import assert from 'node:assert/strict';
import { setLocale } from '../../../common/localization';
import { missingValues, runs, step, stepText } from '../../../common/steps';
import { followUpSteps } from '../../../server/scaffold/followUp';

describe('a step', () => {
  afterEach(() => setLocale(undefined, () => ({})));

  const flow = {
    branch: 'add-pool',
    summary: 'Add a pool',
    environments: ['ops', 'apps', 'apps-prod'],
    program: 'tofu',
  } as const;

  for (const locale of [undefined, 'qps-ploc'])
    it(`is the same for programs in every language (${locale ?? 'English'})`, () => {
      setLocale(locale, () => ({}));
      const steps = followUpSteps(flow, ['a.tf']);
      assert.deepEqual(
        steps.map(({ kind, by, environment }) => [kind, by, environment]),
        [
          ['task', 'agent', undefined],
          ['task', 'person', undefined],
          ['pullRequest', 'person', undefined],
          ['task', 'person', undefined],
          ['promotion', 'person', 'apps'],
          ['promotion', 'person', 'apps-prod'],
        ],
      );
    });

  it('is a sentence with its commands, whatever names look like', () => {
    const named = step('Tag with {0}, then {1}. {2}', { commands: runs('git tag "{1}"', 'echo `x`') });
    assert.equal(stepText(named), 'Tag with `git tag "{1}"`, then `` echo `x` ``. {2}');
  });

  it('has the values that the user has given, and otherwise their names', () => {
    const select = step('Select {SUBSCRIPTION_ID}: {0}, {1}.', {
      commands: [...runs('az account set --subscription {SUBSCRIPTION_ID}'), { variable: 'ARM', value: '{URL}' }],
      asks: ['SUBSCRIPTION_ID'],
    });
    assert.equal(
      stepText(select),
      'Select SUBSCRIPTION_ID: `az account set --subscription SUBSCRIPTION_ID`, `export ARM={URL}`.',
    );
    assert.equal(
      stepText(select, { SUBSCRIPTION_ID: '$&', URL: 'x' }),
      'Select $&: `az account set --subscription $&`, `export ARM={URL}`.',
    );
    assert.deepEqual(missingValues(['{SUBSCRIPTION_ID} {URL}'], select, {}), ['SUBSCRIPTION_ID']);
    assert.deepEqual(missingValues(['{SUBSCRIPTION_ID}'], select, { SUBSCRIPTION_ID: 'a' }), []);
  });

  it('asks for no value because a name in it looks like one', () => {
    const steps = followUpSteps({ ...flow, branch: 'add-URL' }, ['{URL}.tf', 'AWS_FILE', '{AWS_FILE}.tf']);
    for (const each of steps.filter(({ kind }) => kind !== 'promotion'))
      assert.deepEqual(
        missingValues(
          each.commands.map(command => JSON.stringify(command)),
          each,
          {},
        ),
        [],
      );
    assert.match(stepText(steps[0]!, { URL: 'https://example.com', AWS_FILE: 'x' }), /git add -- .*"\{URL\}\.tf"/);
  });
});
