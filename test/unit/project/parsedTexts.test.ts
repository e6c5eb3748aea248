// Tests that the lint rule finds code that parses texts for people, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { typedProblems } from '../../support/project/lintProblems';

const lint = typedProblems(/^kubestack\/parsed-texts$/);
const problems = (statement: string): Promise<string[]> =>
  lint(`
import { enumeration, localized, t, type Localizable } from './localization';
import { stepText, type Step } from './steps';
declare const step: Step;
declare const steps: readonly Step[];
declare const title: Localizable;
declare const name: string;
export function run(): unknown { ${statement} }`);

describe('the lint rule about texts for people', () => {
  for (const statement of [
    'return /`git push/.test(step.text);',
    'return [...step.text.matchAll(/`([^`]+)`/g)];',
    'return steps.some(({ text }) => text.includes("docker build"));',
    'return steps.map(({ text: sentence }) => /git tag/.exec(sentence));',
    'return step.text === localized(title);',
    'const text = stepText(step); return text.split(" ");',
    'return enumeration([name]).split(", ");',
  ])
    it(`forbids: ${statement}`, async () => assert.match((await problems(statement)).join(), /is for people/));

  for (const statement of [
    'return step.kind === "plan";',
    'return step.text === "";',
    'const button = t("Plan"); return name === button;',
    'return /`/.test(name);',
    'return step.commands.filter(each => "variable" in each);',
    'return t("Plan {0}.", name.split("/")[0] ?? "");',
  ])
    it(`allows: ${statement}`, async () => assert.deepEqual(await problems(statement), []));
});
