/** The section of a generated README that describes the way of a change through the environments. */
import { patchText } from './patchText';

/** How a step writes the date in the name of a deploy tag. */
interface DateText {
  readonly inTag: string;
  readonly afterTag: string;
}
/** The reader replaces it, since each shell has another command that prints the date. */
const DATE: DateText = { inTag: 'YYYY-MM-DD', afterTag: ' with the date in UTC' };
/** In its place, READMEs had the command of POSIX shells. */
const EARLIER_DATE: DateText = { inTag: '$(date -u +%F)', afterTag: '' };

/** @param environments in the order of promotion, the internal one first */
export function promotionSteps([internal = 'ops', ...promoted]: readonly string[], date = DATE): string {
  const steps = promoted.map(
    (environment, index) =>
      `${index + 5}. Promote it to ${environment} with *Kubestack: Promote…* in VS Code. In a terminal, tag the merge commit,\n   \`git tag -a -m "Promote to ${environment}" ${environment}-deploy-${date.inTag}-0\`${date.afterTag}, and push the tag. The pipeline applies it to ${environment}.`,
  );
  return `## Making changes

1. Change the configuration in a branch, and push it. The pipeline plans the change for ${internal}.
2. Create a pull request. A colleague reviews the change and its plan.
3. Merge it. The pipeline applies it to ${internal}, and plans it for ${promoted[0] ?? internal}.
4. Check that it works in ${internal}, and review the plan.
${steps.join('\n')}

Environments are Terraform workspaces and differ only in what they override. Update the tables above in the same commit.
`;
}

/** A README with the steps for other environments. It stays unchanged if it doesn't have the generated steps. */
export function patchedSteps(readme: string, before: readonly string[], after: readonly string[]): string {
  const patched = (date: DateText): string | undefined =>
    patchText(readme, promotionSteps(before, date), promotionSteps(after, date));
  return patched(DATE) ?? patched(EARLIER_DATE) ?? readme;
}
