// A root module of thousands of resources that all change, and its state.

/** How many instances a resource has: terraform's own time grows with the square of that. */
const instances = 10;

/**
 * Each has values of some size, a sensitive one among them; one in ten is replaced by the second generation.
 *
 * @param count of all, a multiple of 10.
 * @param generation 1 is what is applied; 2 changes all of them.
 * @returns configuration. To apply thousands takes minutes, as terraform writes the whole state after each: the first generation has one
 * instance of each resource, and `multipliedState` makes the others.
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
  return Array.from({ length: count / instances }, (_, index) => resource(index)).join('');
}

/** @returns the state with all instances of each of these resources, given that of the first generation. */
export function multipliedState(text: string): string {
  const state = JSON.parse(text) as { resources: { name: string; instances: unknown[] }[] };
  const keys = Array.from({ length: instances }, (_, index) => `r${index}`);
  for (const resource of state.resources) {
    if (!/^many\d+$/.test(resource.name)) continue;
    const one = JSON.stringify(resource.instances[0]);
    resource.instances = keys.map(key => JSON.parse(one.replaceAll('r0', key)) as unknown);
  }
  return JSON.stringify(state);
}
