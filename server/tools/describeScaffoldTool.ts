/** `kubestack_describe_scaffold`: the questions of a scaffold, with what can be answered. */
import { ownProperty } from '../../common/ownProperty';
import { SCAFFOLD_KINDS, type ScaffoldKind } from '../../common/protocol';
import type { AnswerQuestion, AnswerReader } from '../scaffold/answerReader';
import { scaffold } from '../scaffold/scaffold';
import { scaffoldSuggestions, type Suggestions } from '../scaffold/suggestions';
import type { RequestContext } from '../semantics/requestContext';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import { optionalString, section, ToolError, type Tool, type ToolHost, type ToolInput } from './tool';
import { PATH_INPUT, pathInput, targetOfPath } from './toolPaths';

const NAME: JsonSchema = { type: 'string' };

/** The input that names a scaffold, and its answers. */
export const SCAFFOLD_ANSWERS: JsonSchema = {
  type: 'object',
  additionalProperties: true,
  description: 'Answers of a scaffold by their names: kubestack_describe_scaffold lists them.',
};

/** Maximum number of suggested values, usual ones first: a cloud has more than 1,000 machine types. */
const MAX_VALUES = 50;

export const describeScaffoldTool: Tool = {
  name: 'kubestack_describe_scaffold',
  title: 'List the questions of a scaffold',
  description:
    'Lists the questions of a kind of scaffold with the type of each answer, whether it is required, its default in this platform and the values to choose from. Which questions there are depends on the answers: pass those that you have. Call it before kubestack_preview_change of kind scaffold.',
  input: objectSchema(
    {
      path: PATH_INPUT,
      name: { type: 'string', enum: SCAFFOLD_KINDS, description: 'The kind of scaffold.' },
      answers: SCAFFOLD_ANSWERS,
      ...PAGE_INPUT,
    },
    ['name'],
  ),
  output: answerSchema(
    {
      attributes_of: {
        ...listSchema(NAME),
        description: 'Modules whose attributes are answers, too: see kubestack_get_module_schema.',
      },
    },
    {
      questions: objectSchema(
        {
          answer: NAME,
          type: { type: 'string', enum: ['string', 'strings', 'integer', 'boolean', 'object', 'objects', 'any'] },
          required: { type: 'boolean' },
          given: { description: 'The answer so far.' },
          default: { description: 'What is used without an answer.' },
          suggested: { description: 'What the editor proposes, if that is not the default. Pass it to use it.' },
          values: {
            ...listSchema(NAME),
            description: `All values; only usual ones if there is advice, or ${MAX_VALUES} of them.`,
          },
          advice: NAME,
        },
        ['answer', 'type'],
      ),
      problems: objectSchema({ answer: NAME, message: NAME }, ['answer', 'message']),
    },
    ['questions', 'problems'],
  ),
  run: (host, input) =>
    host.compute(pathInput(host, input).uri, function* (request) {
      const kind = scaffoldKind(input);
      const { questions, modules, problems } = yield* scaffoldQuestions(request, host, input, kind);
      const open = questions.filter(({ required, given }) => required && given === undefined);
      return {
        summary:
          open.length === 0
            ? `The scaffold ${kind} has ${questions.length} questions; none without a default is open. Other answers can add questions.`
            : `The scaffold ${kind} has ${questions.length} questions. Required and open: ${open.map(({ answer }) => answer).join(', ')}. Other answers can add questions.`,
        head: modules.length === 0 ? {} : { attributes_of: modules },
        sections: [section('questions', questions, each => each), section('problems', problems, each => each)],
      };
    }),
};

/** @throws ToolError if the input names no kind of scaffold */
export function scaffoldKind(input: ToolInput): ScaffoldKind {
  const kind = SCAFFOLD_KINDS.find(each => each === input.name);
  if (!kind) throw new ToolError(`Pass the kind of scaffold as \`name\`: ${SCAFFOLD_KINDS.join(', ')}.`);
  return kind;
}

interface Question {
  readonly answer: string;
  readonly type: string;
  readonly required?: boolean;
  readonly given?: unknown;
  /** What the scaffold uses without an answer. */
  readonly default?: unknown;
  /** What the editor proposes. */
  readonly suggested?: unknown;
  readonly values?: readonly string[];
  readonly advice?: string;
}

function* scaffoldQuestions(
  request: RequestContext,
  host: ToolHost,
  input: ToolInput,
  kind: ScaffoldKind,
): Generator<
  unknown,
  { questions: Question[]; modules: string[]; problems: readonly { answer: string; message: string }[] }
> {
  const { folderUri: uri } = targetOfPath(request, host, optionalString(input, 'path'));
  const answers = (input.answers ?? {}) as Readonly<Record<string, unknown>>;
  let reader: AnswerReader | undefined;
  const onRead = (read: AnswerReader): void => void (reader = read);
  const result = yield* scaffold(request, { uri, kind, answers, check: true, onRead });
  const suggestions = scaffoldSuggestions(request, { uri, kind, answers });
  const problems = 'problems' in result ? result.problems : [];
  const questions = reader?.questions() ?? [];
  const isMissing = new Set(
    questions.flatMap(({ name, isRequired }) => (isRequired && reader!.given(name) === undefined ? [name] : [])),
  );
  return {
    questions: questions.map(each => questionOf(each, reader!.given(each.name), suggestions)),
    modules: reader?.attributeModules() ?? [],
    // The questions say what is missing.
    problems: problems.filter(({ answer }) => !isMissing.has(answer)),
  };
}

function questionOf(question: AnswerQuestion, given: unknown, suggestions: Suggestions): Question {
  const { name, type = 'any', isRequired, advice, words } = question;
  const { default: suggested, values = [] } = ownProperty(suggestions, name) ?? {};
  const choices = words ?? values.slice(0, MAX_VALUES).map(({ value }) => value);
  return {
    answer: name,
    type,
    ...(isRequired ? { required: true } : {}),
    ...(given === undefined ? {} : { given }),
    ...(question.default === undefined ? {} : { default: question.default }),
    ...(suggested === undefined || isSame(suggested, question.default) ? {} : { suggested }),
    ...(choices.length > 0 ? { values: choices } : {}),
    ...(advice === undefined ? {} : { advice }),
  };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify([a].flat()) === JSON.stringify([b].flat());

/** The defaults that were used instead of answers, as a sentence; undefined if there are none. */
export function usedDefaults(reader: AnswerReader | undefined, suggestions: Suggestions): string | undefined {
  const used = (reader?.questions() ?? []).flatMap(each => {
    const { default: usual } = questionOf(each, undefined, suggestions);
    const isGiven = reader!.given(each.name) !== undefined;
    return isGiven || usual === undefined || usual === false || usual === ''
      ? []
      : [`${each.name} = ${JSON.stringify(usual)}`];
  });
  return used.length === 0 ? undefined : `Defaults that were used: ${used.join(', ')}.`;
}
