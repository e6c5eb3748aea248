// What terraform writes for a plan of thousands of resources, to be replayed: to plan that many takes minutes.
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { privateFolder, script } from './program';

const provider = 'terraform.io/builtin/terraform';
const text = (index: number) => Array.from({ length: 20 }, (_, line) => `line ${line} of ${index}`).join('\n');

function values(index: number, generation: number): unknown {
  const labels = Array.from({ length: 10 }, (_, label) => [`label-${label}`, `${index}-${label}`] as const);
  const input = { generation, secret: `secret-of-${index}`, text: text(index), labels: Object.fromEntries(labels) };
  return { id: `id-${index}`, input, output: input, triggers_replace: [index % 10 === 0 ? generation : 0] };
}

function change(index: number): unknown {
  const isReplaced = index % 10 === 0;
  const sensitive = { input: { secret: true } };
  return {
    address: `terraform_data.many[${index}]`,
    ...{ mode: 'managed', type: 'terraform_data', name: 'many', index, provider_name: provider },
    ...(isReplaced && { action_reason: 'replace_because_cannot_update' }),
    change: {
      actions: isReplaced ? ['delete', 'create'] : ['update'],
      before: values(index, 1),
      after: values(index, 2),
      after_unknown: {},
      before_sensitive: sensitive,
      after_sensitive: sensitive,
      ...(isReplaced && { replace_paths: [['triggers_replace']] }),
    },
  };
}

/**
 * @param count number of changes; each tenth is a replacement.
 * @returns path of a program that is terraform, but that plans these changes wherever it is.
 */
export async function programWithChanges(count: number): Promise<string> {
  const folder = privateFolder();
  const [output, shown] = [join(folder, 'output'), join(folder, 'shown')];
  await written(output, function* () {
    for (let index = 0; index < count; index++) {
      const resource = { addr: `terraform_data.many[${index}]`, resource_type: 'terraform_data' };
      yield `${JSON.stringify({ '@level': 'info', '@message': `${resource.addr}: Plan to update`, type: 'planned_change', change: { resource, action: 'update' } })}\n`;
    }
  });
  await written(shown, function* () {
    yield '{"format_version":"1.2","terraform_version":"1.9.0","resource_changes":[';
    for (let index = 0; index < count; index++) yield `${index === 0 ? '' : ','}${JSON.stringify(change(index))}`;
    // The state is repeated in there, and nobody needs it.
    yield '],"prior_state":{"values":{"root_module":{"resources":[';
    for (let index = 0; index < count; index++)
      yield `${index === 0 ? '' : ','}${JSON.stringify({ address: `terraform_data.many[${index}]`, values: values(index, 1) })}`;
    yield ']}}}}';
  });
  return script(`case $1 in
plan)
  for word; do case $word in -out=*) : > "\${word#-out=}" ;; esac; done
  exec cat '${output}' ;;
show) exec cat '${shown}' ;;
esac
exec terraform "$@"`);
}

async function written(file: string, parts: () => Iterable<string>): Promise<void> {
  const stream: WriteStream = createWriteStream(file);
  for (const part of parts()) {
    if (!stream.write(part)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
