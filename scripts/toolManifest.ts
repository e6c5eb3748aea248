/** The declarations of the tools for coding agents in package.json, and their table in the documentation. */
import { modelDescription, TOOLS } from '../server/tools/toolTable';

/** `contributes.languageModelTools` of package.json. */
export const languageModelTools = (): object[] =>
  TOOLS.map(tool => ({
    name: tool.name,
    displayName: tool.title,
    toolReferenceName: tool.name.replace(/^kubestack_/, 'kubestack-').replaceAll('_', '-'),
    canBeReferencedInPrompt: true,
    icon: '$(server-environment)',
    userDescription: `${tool.description.split(/[:.] /)[0]!.replace(/\.$/, '')}.`,
    modelDescription: modelDescription(tool),
    tags: ['kubestack', 'terraform', 'opentofu'],
    when: 'kubestack.active && config.kubestack.languageModelTools',
    inputSchema: tool.input,
  }));

/** A Markdown table: name, inputs, answer. */
export const toolRows = (): string =>
  [
    '| tool | input | answer |',
    '| --- | --- | --- |',
    ...TOOLS.map(({ name, description, input }) => {
      const inputs = Object.keys(input.properties).map(each => (input.required.includes(each) ? `**${each}**` : each));
      return `| \`${name}\` | ${inputs.join(', ')} | ${description} |`;
    }),
  ].join('\n');
