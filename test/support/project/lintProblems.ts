/** Lints texts with the configuration of `npm run lint`. */
import { resolve } from 'node:path';
import { ESLint } from 'eslint';

const project = resolve(__dirname, '../../..');

type Problems = (file: string, text: string) => Promise<string[]>;

function problemsOf(eslint: ESLint): Problems {
  return async (file, text) => {
    const results = await eslint.lintText(text, { filePath: resolve(project, file) });
    return results
      .flatMap(({ messages }) => messages)
      .map(({ ruleId, message }) => (ruleId ? message : `broken test: ${message}`));
  };
}

/** The messages of some rules about a text that is in no file of the project, so that there are no types. */
export const lintProblems = (rules: RegExp): Problems =>
  problemsOf(
    new ESLint({
      cwd: project,
      overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
      ruleFilter: ({ ruleId }) => rules.test(ruleId),
    }),
  );

/** The same for rules that need types: the text replaces that of a file of `common`, which has few files. */
export function typedProblems(rules: RegExp): (text: string) => Promise<string[]> {
  const problems = problemsOf(new ESLint({ cwd: project, ruleFilter: ({ ruleId }) => rules.test(ruleId) }));
  return text => problems('common/memoize.ts', text);
}
