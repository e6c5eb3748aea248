/** Runs the questions of a command. Values are stored by question, so that they are displayed again after going back or after a cancel. */
import { ownProperty, setOwnProperty } from '../../common/ownProperty';
import { answerNames } from './answerNames';
import { joinAnswers } from './joinAnswers';
import type { Answers, Question } from './question';

/** The questions for the current answers; later ones can depend on earlier ones. */
export type QuestionList = (given: GivenAnswers) => readonly Question[];

/** The values given so far, by question. */
export type GivenAnswers = Readonly<Record<string, unknown>>;

export interface QuestionStep {
  readonly question: Question;
  /** One-based. */
  readonly number: number;
  /** Undefined while an unanswered question determines the number. */
  readonly total: number | undefined;
  /** Answers to the previous questions. */
  readonly answers: Answers;
  /** The value that was given before, or the initial value. */
  readonly initial: unknown;
}

export class QuestionRun {
  private position = 0;
  private given: Record<string, unknown>;
  /** Questions that this run has asked; values from earlier runs are shown but do not count as answers. */
  private readonly answered = new Set<string>();

  /**
   * @param list called again after every answer
   * @param kept values of an earlier run, displayed as initial values
   * @param preset answers that need no question, e.g. because the command was called on a cluster
   */
  constructor(
    private readonly list: QuestionList,
    kept: GivenAnswers = {},
    private readonly preset: GivenAnswers = {},
  ) {
    this.given = { ...kept, ...preset };
    for (const id of Object.keys(preset)) this.answered.add(id);
  }

  /** The current question; undefined if all are answered. */
  current(): QuestionStep | undefined {
    const questions = this.open();
    const question = questions[this.position];
    if (!question) return undefined;
    return {
      question,
      number: this.position + 1,
      total: questions.slice(this.position).some(({ branches }) => branches) ? undefined : questions.length,
      answers: this.answersBefore(question),
      initial: Object.hasOwn(this.given, question.id) ? ownProperty(this.given, question.id) : question.initial,
    };
  }

  /** Stores the value of the current question and goes to the next one. */
  answer(value: unknown): void {
    const step = this.current();
    if (!step) return;
    setOwnProperty(this.given, step.question.id, value);
    this.answered.add(step.question.id);
    this.position++;
  }

  /** Goes back by one question; does nothing at the first one. */
  back(): void {
    this.position = Math.max(0, this.position - 1);
  }

  get canGoBack(): boolean {
    return this.position > 0;
  }

  /** Goes to the question for one of these answers; returns false if there is none. */
  goTo(answers: readonly string[]): boolean {
    const found = this.open().findIndex(question => answers.some(answer => answerNames(question).has(answer)));
    if (found >= 0) this.position = found;
    return found >= 0;
  }

  /** All answers so far, for the request. */
  answers(): Answers {
    const question = this.open()[this.position];
    return question ? this.answersBefore(question) : answersTo(this.list(this.counted()), this.counted());
  }

  /** All given values, for another run of the same command. */
  kept(): GivenAnswers {
    const once = new Set(this.list(this.counted()).flatMap(question => (question.once ? [question.id] : [])));
    return Object.fromEntries(Object.entries(this.given).filter(([id]) => !once.has(id)));
  }

  /** The current questions. */
  private open(): readonly Question[] {
    return this.list(this.counted()).filter(({ id }) => !Object.hasOwn(this.preset, id));
  }

  /** Answers to earlier questions; later ones are ignored when a question is asked again. */
  private answersBefore(question: Question): Answers {
    const all = this.list(this.counted());
    const before = all.slice(
      0,
      all.findIndex(({ id }) => id === question.id),
    );
    const preset = all.filter(({ id }) => Object.hasOwn(this.preset, id) && !before.some(each => each.id === id));
    return answersTo([...before, ...preset], this.counted());
  }

  private counted(): GivenAnswers {
    return Object.fromEntries(Object.entries(this.given).filter(([id]) => this.answered.has(id)));
  }
}

/** Later questions take precedence, except that objects are merged. */
function answersTo(questions: readonly Question[], given: GivenAnswers): Answers {
  let answers: Answers = {};
  for (const question of questions)
    if (Object.hasOwn(given, question.id))
      answers = joinAnswers(answers, question.answers(ownProperty(given, question.id)));
  return answers;
}
