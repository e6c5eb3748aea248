/** The questions of New Rule and New Freeze. */
import { RULE_LEVELS, RULE_TARGETS, type RuleLevel, type RuleTarget } from '../../../common/rules/rules';
import { plainAnswer, type Question } from '../question';
import type { QuestionContext } from './questionContext';
import { t } from '../../../common/localization';

export function ruleQuestions(context: QuestionContext): Question[] {
  const targets: Readonly<Record<RuleTarget, string>> = {
    platform: t('The platform'),
    cluster: t('Each cluster'),
    node_pool: t('Each node pool'),
    service: t('Each service'),
    module: t('Each module'),
    manifest: t('Each Kubernetes object'),
    change: t('Each resource that a change affects'),
  };
  const levels: Readonly<Record<RuleLevel, string>> = {
    error: t('Stops promotions'),
    warning: t('Only reported'),
    information: t('Only reported'),
  };
  return [
    nameQuestion('three_zones'),
    {
      id: 'target',
      prompt: t('What does the rule judge?'),
      input: {
        kind: 'choice',
        choices: RULE_TARGETS.map(value => ({ label: targets[value], value, description: value })),
      },
      initial: 'node_pool',
      answers: plainAnswer('target'),
    },
    environmentsQuestion(context),
    {
      id: 'condition',
      prompt: t('Condition that must be true. attributes has the effective values in an environment.'),
      input: { kind: 'text', example: 'length(attributes.availability_zones) >= 3' },
      answers: plainAnswer('condition'),
    },
    {
      id: 'message',
      prompt: t('What is wrong if the condition is false?'),
      input: { kind: 'text', example: '${module.name} needs three zones.' },
      answers: plainAnswer('message'),
    },
    {
      id: 'level',
      prompt: t('Level'),
      input: {
        kind: 'choice',
        choices: RULE_LEVELS.map(value => ({ label: value, value, description: levels[value] })),
      },
      initial: 'error',
      answers: plainAnswer('level'),
    },
  ];
}

export function freezeQuestions(context: QuestionContext): Question[] {
  const isWeekly = context.given['repeats'] === 'weekly';
  const times: Question[] = isWeekly
    ? [
        {
          id: 'weekly',
          prompt: t('Part of the week'),
          input: { kind: 'text', example: 'Fri 16:00 - Mon 06:00' },
          answers: plainAnswer('weekly'),
        },
        {
          id: 'time_zone',
          prompt: t('Time zone'),
          input: { kind: 'text', example: 'Europe/Berlin' },
          initial: Intl.DateTimeFormat().resolvedOptions().timeZone,
          answers: plainAnswer('time_zone'),
        },
      ]
    : [
        {
          id: 'from',
          prompt: t('Beginning: a day, which means its first moment in UTC, or a time with an offset'),
          input: { kind: 'text', example: '2026-12-18T16:00:00+01:00' },
          answers: plainAnswer('from'),
        },
        {
          id: 'until',
          prompt: t('End: a day, which means its first moment in UTC, or a time with an offset'),
          input: { kind: 'text', example: '2027-01-04' },
          answers: plainAnswer('until'),
        },
      ];
  return [
    nameQuestion('year_end'),
    environmentsQuestion(context),
    {
      id: 'repeats',
      prompt: t('When is nothing promoted?'),
      input: {
        kind: 'choice',
        choices: [
          { label: t('Once'), value: 'once' },
          { label: t('Every Week'), value: 'weekly' },
        ],
      },
      initial: 'once',
      branches: true,
      answers: () => ({}),
    },
    ...times,
    {
      id: 'reason',
      prompt: t('Reason, shown with every refusal'),
      input: { kind: 'text' },
      answers: plainAnswer('reason'),
    },
    {
      id: 'allow_rollback',
      prompt: t('Are rollbacks allowed?'),
      input: {
        kind: 'choice',
        choices: [
          { label: t('No'), value: false },
          { label: t('Yes'), value: true },
        ],
      },
      initial: false,
      answers: plainAnswer('allow_rollback'),
    },
  ];
}

const nameQuestion = (example: string): Question => ({
  id: 'name',
  prompt: t('Name, which is part of messages'),
  input: { kind: 'text', example },
  once: true,
  answers: plainAnswer('name'),
});

function environmentsQuestion({ platform }: QuestionContext): Question {
  const environments = platform?.environments ?? [];
  return {
    id: 'environments',
    prompt: t('Environments'),
    input: { kind: 'several', choices: environments.map(name => ({ label: name, value: name })) },
    initial: environments,
    answers: plainAnswer('environments'),
  };
}
