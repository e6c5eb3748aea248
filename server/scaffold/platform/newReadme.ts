/** The README of a new platform. */
import { sectionPlace } from '../../edits/readmeTableEdits';
import { readReadmePlatform } from '../../kubestack/readme/readmeTables';

/**
 * @param present a README that is there already: it keeps its text, and gets the tables
 * @param section the Platform section
 * @param environments most critical first
 */
export function newReadme(present: string | undefined, section: string, environments: readonly string[]): string {
  if (present !== undefined && present.trim() !== '') return withSection(present, section);
  return `# Platform

The infrastructure of our platform, built with [Kubestack](https://www.kubestack.com): its clusters, their node pools and the
services in them, in every environment.

${section}
${makingChanges(environments)}
${MANUAL_OPERATIONS}`;
}

/** A section that is there stays. */
function withSection(text: string, section: string): string {
  if (readReadmePlatform(text)) return text;
  const at = sectionPlace(text);
  const before = text.slice(0, at).trimEnd();
  const rest = text.slice(at);
  return `${before}\n\n${section}${rest === '' ? '' : `\n${rest}`}`;
}

function makingChanges(environments: readonly string[]): string {
  const [internal = 'ops', ...promoted] = [...environments].reverse();
  const steps = promoted.map(
    (environment, index) =>
      `${index + 5}. Promote it to ${environment}: tag the merge commit, \`git tag ${environment}-deploy-$(date +%Y%m%d%H%M%S)\`, and push the tag.\n   The pipeline applies it to ${environment}.`,
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

const MANUAL_OPERATIONS = `## Manual operations

For operations outside the pipeline, work in the container. It has every tool in the version that matches the framework.

\`\`\`sh
docker build -t platform .
docker run --rm -ti -v "$PWD":/infra platform
\`\`\`

Credentials stay in \`.user\`, which Git ignores.
`;
