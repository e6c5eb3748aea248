// Generates a root module with thousands of changing resources, and its state.

/** Number of instances of each resource. Terraform's time is quadratic in it. */
const instances = 10;

/**
 * Each resource has values of some size, including a sensitive one. The second generation replaces one resource in ten.
 *
 * @param count number of instances, a multiple of 10
 * @param generation 1: the applied configuration; 2: changes all instances
 * @returns the configuration. Since terraform writes the whole state after each resource, applying thousands takes minutes. Therefore the first
 * generation has only one resource with one instance, and `multipliedState` multiplies it.
 */
export function manyResources(count: number, generation: 1 | 2): string {
  const keys = generation === 1 ? 'toset(["r0"])' : `toset([for index in range(${instances}) : "r\${index}"])`;
  const resource = (index: number) => `
resource "terraform_data" "many${index}" {
  for_each = ${keys}
  input = {
    generation = ${generation}
    secret     = sensitive("secret-of-\${each.key}")
    text       = join("\\n", [for line in range(20) : "line \${line} of \${each.key}"])
    labels     = { for label in range(10) : "label-\${label}" => "\${each.key}-\${label}" }
  }
  triggers_replace = [${generation} == 1 ? "one" : endswith(each.key, "7") ? "two" : "one"]
}
`;
  const resources = generation === 1 ? 1 : count / instances;
  return Array.from({ length: resources }, (_, index) => resource(index)).join('');
}

interface ResourceInState {
  readonly name: string;
  readonly instances: readonly unknown[];
}

/** @returns the state with `count` instances, based on the state of the first generation */
export function multipliedState(text: string, count: number): string {
  const state = JSON.parse(text) as { resources: ResourceInState[] };
  const first = state.resources.find(({ name }) => name === 'many0');
  if (!first) throw new Error('The state has no resource many0.');
  const one = JSON.stringify(first.instances[0]);
  const all = Array.from({ length: instances }, (_, index) => JSON.parse(one.replaceAll('r0', `r${index}`)) as unknown);
  const many = Array.from({ length: count / instances }, (_, index) => ({
    ...first,
    name: `many${index}`,
    instances: all,
  }));
  return JSON.stringify({ ...state, resources: [...state.resources.filter(each => each !== first), ...many] });
}
