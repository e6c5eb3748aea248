/** The declarations of the tools for coding agents in package.json, and their table in the documentation. */
import { TOOLS } from '../server/tools/toolTable';

/** `contributes.languageModelTools` of package.json. */
export const languageModelTools = (): object[] =>
  TOOLS.map(({ name, title, description, input }) => ({
    name,
    displayName: title,
    toolReferenceName: name.replace(/^kubestack_/, 'kubestack-').replaceAll('_', '-'),
    canBeReferencedInPrompt: true,
    icon: '$(server-environment)',
    userDescription: `${description.split(/[:.] /)[0]!.replace(/\.$/, '')}.`,
    modelDescription: description,
    tags: ['kubestack', 'terraform', 'opentofu'],
    when: 'kubestack.active && config.kubestack.languageModelTools',
    inputSchema: input,
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
