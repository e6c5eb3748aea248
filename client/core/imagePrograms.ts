/** Programs in the framework's image: of one cloud, if its name says so, otherwise of all. */
const PROGRAMS: readonly (readonly [layout: string, program: string])[] = [
  ['eks', 'aws'],
  ['aks', 'az'],
  ['gke', 'gcloud'],
  ['scw', 'scw'],
];

/** @param dockerfile its text */
export function programsOfImage(dockerfile: string): string[] {
  const layout = /^FROM\s+\S+-(eks|aks|gke|scw)\s*$/im.exec(dockerfile)?.[1];
  const clouds = PROGRAMS.filter(([each]) => layout === undefined || each === layout);
  return ['tofu', 'terraform', ...clouds.map(([, program]) => program)];
}
