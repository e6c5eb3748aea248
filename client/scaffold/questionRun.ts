/**
 * Runs through the questions of one command. Values are stored by question, so that they are shown again after going back or after a
 * cancel.
 */
import { answerNames } from './answerNames';
import { joinAnswers } from './joinAnswers';
import type { Answers, Question } from './question';

/** The questions that are to be asked as far as the answers tell now; later ones may depend on earlier ones. */
export type QuestionList = (given: GivenAnswers) => readonly Question[];

/** Values by question, as far as they were given. */
export type GivenAnswers = Readonly<Record<string, unknown>>;

export interface QuestionStep {
  readonly question: Question;
  /** One-based. */
  readonly number: number;
  /** Undefined as long as a question is open whose answer decides how many there are. */
  readonly total: number | undefined;
  /** Answers of the questions before. */
  readonly answers: Answers;
  /** What was given before, or what the question begins with. */
  readonly initial: unknown;
}

export class QuestionRun {
  private position = 0;
  private given: Record<string, unknown>;
  /** Questions that this run has asked; values from earlier runs are shown but do not count as answers. */
  private readonly answered = new Set<string>();

  /**
   * @param list asked again after every answer
   * @param kept what an earlier run was given: shown where it is asked for
   * @param known what needs no question, e.g. because the command was called on a cluster
   */
  constructor(
    private readonly list: QuestionList,
    kept: GivenAnswers = {},
    private readonly known: GivenAnswers = {},
  ) {
    this.given = { ...kept, ...known };
    for (const id of Object.keys(known)) this.answered.add(id);
  }

  /** The question to ask now; undefined when everything is answered. */
  current(): QuestionStep | undefined {
    const questions = this.open();
    const question = questions[this.position];
    if (!question) return undefined;
    return {
      question,
      number: this.position + 1,
      total: questions.slice(this.position).some(({ branches }) => branches) ? undefined : questions.length,
      answers: this.answersBefore(question),
      initial: question.id in this.given ? this.given[question.id] : question.initial,
    };
  }

  /** Takes the value for the current question and goes on. */
  answer(value: unknown): void {
    const step = this.current();
    if (!step) return;
    this.given[step.question.id] = value;
    this.answered.add(step.question.id);
    this.position++;
  }

  /** Goes back by one question; the first one stays. */
  back(): void {
    this.position = Math.max(0, this.position - 1);
  }

  get canGoBack(): boolean {
    return this.position > 0;
  }

  /** Goes to the question that makes one of these answers; false when none does. */
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

  /** Everything that was given, for another run of the same command. */
  kept(): GivenAnswers {
    const once = new Set(this.list(this.counted()).flatMap(question => (question.once ? [question.id] : [])));
    return Object.fromEntries(Object.entries(this.given).filter(([id]) => !once.has(id)));
  }

  /** The questions that are asked. */
  private open(): readonly Question[] {
    return this.list(this.counted()).filter(({ id }) => !(id in this.known));
  }

  /** Answers to earlier questions; later ones are ignored when a question is asked again. */
  private answersBefore(question: Question): Answers {
    const all = this.list(this.counted());
    const before = all.slice(
      0,
      all.findIndex(({ id }) => id === question.id),
    );
    const known = all.filter(({ id }) => id in this.known && !before.some(each => each.id === id));
    return answersTo([...before, ...known], this.counted());
  }

  private counted(): GivenAnswers {
    return Object.fromEntries(Object.entries(this.given).filter(([id]) => this.answered.has(id)));
  }
}

/** Later questions win, but for objects, which are put together. */
function answersTo(questions: readonly Question[], given: GivenAnswers): Answers {
  let answers: Answers = {};
  for (const question of questions)
    if (question.id in given) answers = joinAnswers(answers, question.answers(given[question.id]));
  return answers;
}
