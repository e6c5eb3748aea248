/** The README of a new platform. */
import { sectionOffset } from '../../edits/readmeTableEdits';
import { readReadmePlatform } from '../../kubestack/readme/readmeTables';
import { promotionSteps } from '../readmeSteps';

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
${promotionSteps([...environments].reverse())}
${MANUAL_OPERATIONS}`;
}

/** A section that is there stays. */
function withSection(text: string, section: string): string {
  if (readReadmePlatform(text)) return text;
  const at = sectionOffset(text);
  const before = text.slice(0, at).trimEnd();
  const rest = text.slice(at);
  return `${before}\n\n${section}${rest === '' ? '' : `\n${rest}`}`;
}

const MANUAL_OPERATIONS = `## Manual operations

For operations outside the pipeline, work in the container. It has every tool in the version that matches the framework.

\`\`\`sh
docker build -t platform .
docker run --rm -ti -v "$PWD":/infra platform
\`\`\`

Credentials stay in \`.user\`, which Git ignores.
`;
